// What automatic messages say in Polish, beside the chat's own words.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Answers": "Odpowiedzi",
  "Do not show again": "Nie pokazuj więcej",
  "automatic": "automatycznie",
};
