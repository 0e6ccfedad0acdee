// A copy's words in French, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Une copie est en route vers {to}",
  "Email me a copy": "M’envoyer une copie par e-mail",
  "Save a copy": "Enregistrer une copie",
  "Your email": "Votre e-mail",
  "as a page": "en page",
  "as text": "en texte",
};
