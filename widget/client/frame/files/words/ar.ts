// Files' words in Arabic, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Cancel {name}": "إلغاء {name}",
  "Close": "إغلاق",
  "File": "ملف",
  "Files": "الملفات",
  "Files to send": "ملفات للإرسال",
  "Files with macros cannot be sent here": "لا يمكن إرسال ملفات تحتوي على وحدات ماكرو هنا",
  "Harmful: it was not passed on": "ملف ضار: لم يُمرَّر",
  "It did not arrive whole": "لم يصل كاملاً",
  "It is sent when the files are there": "تُرسَل عند وصول الملفات",
  "Next photo": "الصورة التالية",
  "Not saved: try again": "لم يُحفظ: حاول مرة أخرى",
  "Not taken: too big, or too many": "لم يُقبل: كبير جدًا أو العدد كثير",
  "Photo": "صورة",
  "Photo: {name}": "صورة: {name}",
  "Previous photo": "الصورة السابقة",
  "Programs cannot be sent here": "لا يمكن إرسال البرامج هنا",
  "Remove {name}": "إزالة {name}",
  "Save": "حفظ",
  "Send this picture as JPEG or PNG": "أرسل هذه الصورة بصيغة JPEG أو PNG",
  "This kind of file cannot be sent here": "لا يمكن إرسال هذا النوع من الملفات هنا",
  "This picture has too many pixels": "عدد وحدات البكسل في هذه الصورة كبير جداً",
  "This picture is broken": "هذه الصورة تالفة",
  "Too big: {size} is the most": "كبير جداً: الحد الأقصى {size}",
  "Waits for the connection": "بانتظار الاتصال",
  "being checked": "قيد الفحص",
  "{kind}, {size}": "{kind}، {size}",
  "{n} of {all}": "{n} من {all}",
  "{sent} of {size}": "{sent} من {size}",
};
