// What is said after the end of a chat, in Arabic.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "نسخة في طريقها إلى {to}",
  "Anything to add?": "هل تودّ إضافة شيء؟",
  "Change it": "تغييره",
  "Did we help you?": "هل ساعدناك؟",
  "Did {name} help you?": "هل كان الحديث مع {name} مفيدًا؟",
  "Email me a copy": "أرسلوا إليّ نسخة بالبريد",
  "Not really": "ليس تمامًا",
  "Save a copy": "حفظ نسخة",
  "Send rating": "إرسال التقييم",
  "Thank you for your rating.": "شكرًا على تقييمك.",
  "This did not go through. Try again.": "لم يصل هذا. حاول مرة أخرى.",
  "Write again": "اكتب مرة أخرى",
  "Yes": "نعم",
  "Your email": "بريدك الإلكتروني",
  "as a page": "كصفحة",
  "as text": "كنص",
  "optional": "اختياري",
};
