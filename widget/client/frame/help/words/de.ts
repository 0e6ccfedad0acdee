// Help inside the chat, in German.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "All articles": "Alle Artikel",
  "Back to help": "Zurück zur Hilfe",
  "Back to the chat": "Zurück zum Chat",
  "Back to {name}": "Zurück zu {name}",
  "Did this answer it?": "Ist die Frage damit beantwortet?",
  "Help": "Hilfe",
  "Most read": "Am meisten gelesen",
  "No": "Nein",
  "Nothing found. A person knows more.": "Nichts gefunden. Ein Mensch weiß mehr.",
  "Open as a page": "Als Seite öffnen",
  "Search help": "Hilfe durchsuchen",
  "Thank you.": "Danke.",
  "This may answer it": "Das könnte die Antwort sein",
  "Yes": "Ja",
};
