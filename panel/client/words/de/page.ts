// What a customer's page says of its visitors, and whether it is signed.

import type { Catalogue } from "../../../../chat/client/t.ts";

export const page: Catalogue = {
  "Unverified": "Unbestätigt",
  "Your page, or they themselves, said who this is, and nobody signed it.": "Ihre Seite oder die Person selbst hat gesagt, wer das ist, und niemand hat es signiert.",
  "Your id": "Ihre Kennung",
  "From your page": "Von Ihrer Seite",
  "What happened": "Was geschah",
  "Given": "Erteilt",
  "Refused": "Abgelehnt",
  "Yes": "Ja",
  "No": "Nein",
  "On the page: {name}": "Auf der Seite: {name}",
  "From here on verified by your site": "Ab hier von Ihrer Website bestätigt",
};
