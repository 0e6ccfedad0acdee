// How soon somebody answers, in German.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Usually replies in {span}": "Antwortet meist in {span}",
};
