// What is said after the end of a chat, in Spanish.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Una copia va de camino a {to}",
  "Anything to add?": "¿Algo que añadir?",
  "Change it": "Cambiarla",
  "Did we help you?": "¿Le hemos ayudado?",
  "Did {name} help you?": "¿Le ha ayudado {name}?",
  "Email me a copy": "Enviarme una copia por correo",
  "Not really": "No mucho",
  "Save a copy": "Guardar una copia",
  "Send rating": "Enviar valoración",
  "Thank you for your rating.": "Gracias por su valoración.",
  "This did not go through. Try again.": "No ha funcionado. Inténtelo de nuevo.",
  "Write again": "Escribir de nuevo",
  "Yes": "Sí",
  "Your email": "Su correo electrónico",
  "as a page": "como página",
  "as text": "como texto",
  "optional": "opcional",
};
