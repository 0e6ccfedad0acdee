// What automatic messages say in Arabic, beside the chat's own words.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Answers": "الإجابات",
  "Do not show again": "لا تعرضها مرة أخرى",
  "automatic": "رسالة تلقائية",
};
