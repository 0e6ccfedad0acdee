// What automatic messages say in Spanish, beside the chat's own words.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Answers": "Respuestas",
  "Do not show again": "No mostrar más",
  "automatic": "automático",
};
