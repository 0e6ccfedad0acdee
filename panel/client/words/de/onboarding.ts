// The pages around a new project, in German.

import type { Catalogue } from "../../../../chat/client/t.ts";

export const onboarding: Catalogue = {
  "Copied": "Kopiert",
  "Dark text on this colour reads well, {ratio} to 1": "Dunkler Text ist auf dieser Farbe gut lesbar, {ratio} zu 1",
  "In the chat alone, which works. The tag is still to be seen.": "Im Chat allein, der funktioniert. Das Tag haben wir noch nicht gesehen.",
  "Press Ctrl C": "Drücken Sie Strg C",
  "Reading {page}. The tag works.": "Liest {page}. Das Tag funktioniert.",
  "The chat uses it a little darker, so that white text reads well, {ratio} to 1": "Der Chat nimmt sie etwas dunkler, damit weißer Text gut lesbar ist, {ratio} zu 1",
  "The tag works.": "Das Tag funktioniert.",
  "White text on this colour reads well, {ratio} to 1": "Weißer Text ist auf dieser Farbe gut lesbar, {ratio} zu 1",
  "Your first visitor is here": "Ihr erster Besucher ist da",
  "here now": "jetzt da",
  "it works": "es funktioniert",
  "{name} is here": "{name} ist da",
};
