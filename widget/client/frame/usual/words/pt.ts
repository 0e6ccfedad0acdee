// How soon somebody answers, in Portuguese.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Usually replies in {span}": "Costuma responder em {span}",
};
