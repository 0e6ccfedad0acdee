// A copy's words in Spanish, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Una copia va de camino a {to}",
  "Email me a copy": "Enviarme una copia por correo",
  "Save a copy": "Guardar una copia",
  "Your email": "Su correo electrónico",
  "as a page": "como página",
  "as text": "como texto",
};
