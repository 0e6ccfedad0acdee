// What is said after the end of a chat, in German.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Eine Kopie ist unterwegs an {to}",
  "Anything to add?": "Noch etwas dazu?",
  "Change it": "Ändern",
  "Did we help you?": "Konnten wir helfen?",
  "Did {name} help you?": "Konnte {name} helfen?",
  "Email me a copy": "Kopie per E-Mail senden",
  "Not really": "Eher nicht",
  "Save a copy": "Kopie speichern",
  "Send rating": "Bewertung senden",
  "Thank you for your rating.": "Danke für Ihre Bewertung.",
  "This did not go through. Try again.": "Das ging nicht durch. Versuchen Sie es noch einmal.",
  "Write again": "Wieder schreiben",
  "Yes": "Ja",
  "Your email": "Ihre E-Mail-Adresse",
  "as a page": "als Seite",
  "as text": "als Text",
  "optional": "freiwillig",
};
