// Help inside the chat, in Arabic.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "All articles": "كل المقالات",
  "Back to help": "العودة إلى المساعدة",
  "Back to the chat": "العودة إلى المحادثة",
  "Back to {name}": "العودة إلى {name}",
  "Did this answer it?": "هل أجاب هذا عن سؤالك؟",
  "Help": "المساعدة",
  "Most read": "الأكثر قراءة",
  "No": "لا",
  "Nothing found. A person knows more.": "لم يُعثر على شيء. لدى شخص معرفة أكثر.",
  "Open as a page": "افتح كصفحة",
  "Search help": "ابحث في المساعدة",
  "Thank you.": "شكرًا.",
  "This may answer it": "قد يكون هذا الجواب",
  "Yes": "نعم",
};
