// How a visitor is received, in Arabic, beside the chat's own words and those of forms.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Back on {day} at {time}": "نعود {day} الساعة {time}",
  "Back today at {time}": "نعود اليوم الساعة {time}",
  "Back tomorrow at {time}": "نعود غدًا الساعة {time}",
  "Email": "البريد الإلكتروني",
  "Fill this in": "املأ هذا الحقل",
  "Go on": "متابعة",
  "It is about": "الموضوع",
  "Leave a message": "اترك رسالة",
  "Leave a message. The answer waits for you here.": "اترك رسالة. سيكون الجواب هنا في انتظارك.",
  "Nobody is here right now": "لا أحد هنا الآن",
  "Not sent: {reason}": "لم تُرسل: {reason}",
  "Privacy": "الخصوصية",
  "Send message": "إرسال الرسالة",
  "So that we can reach you if you leave this page.": "لنتمكن من التواصل معك إن غادرت الصفحة.",
  "So we can write to you if you leave this page.": "لنتمكن من الكتابة إليك إن غادرت الصفحة.",
  "Start chat": "بدء المحادثة",
  "Tick this to go on": "ضع علامة هنا للمتابعة",
  "Waits for the connection": "بانتظار الاتصال",
  "We answer by email, usually within {span}.": "نجيب بالبريد الإلكتروني، عادة خلال {span}.",
  "We answer by email.": "نجيب بالبريد الإلكتروني.",
  "We usually answer within {span}.": "نجيب عادة خلال {span}.",
  "What you wrote is still here. We answer by email.": "ما كتبته ما زال هنا. نجيب بالبريد الإلكتروني.",
  "Who are we talking to?": "مع من نتحدث؟",
  "Write what it is about": "اكتب موضوع رسالتك",
  "if you have one": "إن وُجد",
  "optional": "اختياري",
  "{sentence}, your time": "{sentence} بتوقيتك",
  "{time} in {city}, {span}": "{time} في {city}، {span}",
};
