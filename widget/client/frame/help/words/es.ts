// Help inside the chat, in Spanish.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "All articles": "Todos los artículos",
  "Back to help": "Volver a la ayuda",
  "Back to the chat": "Volver al chat",
  "Back to {name}": "Volver a {name}",
  "Did this answer it?": "¿Responde esto a su pregunta?",
  "Help": "Ayuda",
  "Most read": "Lo más leído",
  "No": "No",
  "Nothing found. A person knows more.": "Nada encontrado. Una persona sabe más.",
  "Open as a page": "Abrir como página",
  "Search help": "Buscar en la ayuda",
  "Thank you.": "Gracias.",
  "This may answer it": "Quizá esto lo responda",
  "Yes": "Sí",
};
