// What automatic messages say in French, beside the chat's own words.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Answers": "Réponses",
  "Do not show again": "Ne plus afficher",
  "automatic": "automatique",
};
