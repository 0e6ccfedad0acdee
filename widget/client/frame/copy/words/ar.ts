// A copy's words in Arabic, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "نسخة في طريقها إلى {to}",
  "Email me a copy": "أرسلوا إليّ نسخة بالبريد",
  "Save a copy": "حفظ نسخة",
  "Your email": "بريدك الإلكتروني",
  "as a page": "كصفحة",
  "as text": "كنص",
};
