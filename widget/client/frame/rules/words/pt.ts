// What automatic messages say in Portuguese, beside the chat's own words.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Answers": "Respostas",
  "Do not show again": "Não mostrar mais",
  "automatic": "automático",
};
