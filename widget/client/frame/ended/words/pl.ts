// What is said after the end of a chat, in Polish.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Kopia jest w drodze do {to}",
  "Anything to add?": "Chcesz coś dodać?",
  "Change it": "Zmień",
  "Did we help you?": "Czy udało się pomóc?",
  "Did {name} help you?": "Czy {name} pomaga skutecznie?",
  "Email me a copy": "Wyślij mi kopię e-mailem",
  "Not really": "Raczej nie",
  "Save a copy": "Zapisz kopię",
  "Send rating": "Wyślij ocenę",
  "Thank you for your rating.": "Dziękujemy za ocenę.",
  "This did not go through. Try again.": "To się nie udało. Spróbuj ponownie.",
  "Write again": "Napisz ponownie",
  "Yes": "Tak",
  "Your email": "Twój e-mail",
  "as a page": "jako strona",
  "as text": "jako tekst",
  "optional": "nieobowiązkowe",
};
