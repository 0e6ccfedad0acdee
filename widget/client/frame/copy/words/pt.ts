// A copy's words in Portuguese, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Uma cópia está a caminho de {to}",
  "Email me a copy": "Enviar-me uma cópia por e-mail",
  "Save a copy": "Guardar uma cópia",
  "Your email": "O seu e-mail",
  "as a page": "como página",
  "as text": "como texto",
};
