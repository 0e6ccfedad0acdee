// A copy's words in Polish, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Kopia jest w drodze do {to}",
  "Email me a copy": "Wyślij mi kopię e-mailem",
  "Save a copy": "Zapisz kopię",
  "Your email": "Twój e-mail",
  "as a page": "jako strona",
  "as text": "jako tekst",
};
