// A form's words in Arabic, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A phone number has 5 to 15 digits": "رقم الهاتف من 5 إلى 15 رقمًا",
  "Add the end of the address, such as .com or .fr": "أكمل نهاية العنوان، مثل .com",
  "Agreed: {words}": "أوافق: {words}",
  "Consent": "الموافقة",
  "Email": "البريد الإلكتروني",
  "Fill this in, or choose Not now": "املأ هذا الحقل أو اختر «ليس الآن»",
  "Kept with this conversation. You need not answer.": "يُحفظ مع هذه المحادثة. لست ملزمًا بالإجابة.",
  "Name": "الاسم",
  "Not agreed: {words}": "لا أوافق: {words}",
  "Not now": "ليس الآن",
  "Not saved: {reason}": "لم يُحفظ: {reason}",
  "Order number": "رقم الطلب",
  "Phone number": "رقم الهاتف",
  "Save answer": "حفظ الإجابة",
  "Save answers": "حفظ الإجابات",
  "Save email": "حفظ البريد",
  "Save name": "حفظ الاسم",
  "Save order number": "حفظ رقم الطلب",
  "Save phone number": "حفظ رقم الهاتف",
  "Waits for the connection": "بانتظار الاتصال",
  "We": "فريقنا",
  "{name} asks for a few details,": "يطلب {name} بعض البيانات،",
  "{name} asks for your consent,": "يطلب {name} موافقتك،",
  "{name} asks for your email,": "يطلب {name} بريدك الإلكتروني،",
  "{name} asks for your name,": "يطلب {name} اسمك،",
  "{name} asks for your order number,": "يطلب {name} رقم طلبك،",
  "{name} asks for your phone number,": "يطلب {name} رقم هاتفك،",
};
