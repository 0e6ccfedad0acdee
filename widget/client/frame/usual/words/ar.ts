// How soon somebody answers, in Arabic.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Usually replies in {span}": "نردّ عادةً خلال {span}",
};
