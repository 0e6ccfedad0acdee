// How soon somebody answers, in Polish.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Usually replies in {span}": "Zwykle odpowiadamy w ciągu: {span}",
};
