// What automatic messages say in German, beside the chat's own words.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Answers": "Antworten",
  "Do not show again": "Nicht mehr zeigen",
  "automatic": "automatisch",
};
