// How soon somebody answers, in French.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Usually replies in {span}": "Répond en général en {span}",
};
