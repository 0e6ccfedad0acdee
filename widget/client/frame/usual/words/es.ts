// How soon somebody answers, in Spanish.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Usually replies in {span}": "Suele responder en {span}",
};
