// Articles in answers, in German.

import type { Catalogue } from "../../../../chat/client/t.ts";

export const help: Catalogue = {
  "Article": "Artikel",
  "No article says this.": "Das sagt kein Artikel.",
  "Nothing is published yet.": "Noch ist nichts veröffentlicht.",
  "Search articles": "Artikel suchen",
  "Send an article": "Artikel senden",
};
