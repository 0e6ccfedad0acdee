// A copy's words in German, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Eine Kopie ist unterwegs an {to}",
  "Email me a copy": "Kopie per E-Mail senden",
  "Save a copy": "Kopie speichern",
  "Your email": "Ihre E-Mail-Adresse",
  "as a page": "als Seite",
  "as text": "als Text",
};
