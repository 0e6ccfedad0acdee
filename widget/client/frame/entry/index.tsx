// How a visitor is received where they do not simply write, loaded when it is needed: its words, its look, and what it draws.

import { learn } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import "../view.tsx";
import { Agree } from "./agree.tsx";
import { Away } from "./away.tsx";
import { Entry } from "./entry.tsx";
import css from "./entry.css?inline";

/** Its own words, and those of the questions that it shares with the forms inside the talk. */
const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }[]>> = {
  ar: () => Promise.all([import("../form/words/ar.ts"), import("./words/ar.ts")]),
  de: () => Promise.all([import("../form/words/de.ts"), import("./words/de.ts")]),
  es: () => Promise.all([import("../form/words/es.ts"), import("./words/es.ts")]),
  fr: () => Promise.all([import("../form/words/fr.ts"), import("./words/fr.ts")]),
  pl: () => Promise.all([import("../form/words/pl.ts"), import("./words/pl.ts")]),
  pt: () => Promise.all([import("../form/words/pt.ts"), import("./words/pt.ts")]),
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** Once it can be spoken in the chat's present language. A new object each time: what is drawn already is drawn anew. */
export async function ready(): Promise<{ Agree: typeof Agree; Away: typeof Away; Entry: typeof Entry }> {
  for (const { words } of (await CATALOGUES[document.documentElement.lang]?.()) ?? []) learn(words);
  return { Agree, Away, Entry };
}
