// A form's words in Spanish, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A phone number has 5 to 15 digits": "Un número de teléfono tiene de 5 a 15 cifras",
  "Agreed: {words}": "De acuerdo: {words}",
  "Consent": "Consentimiento",
  "Fill this in, or choose Not now": "Rellene esto o elija «Ahora no»",
  "Kept with this conversation. You need not answer.": "Se guarda con este chat. No tiene que responder.",
  "Not agreed: {words}": "En desacuerdo: {words}",
  "Not now": "Ahora no",
  "Not saved: {reason}": "No guardado: {reason}",
  "Order number": "Número de pedido",
  "Phone number": "Número de teléfono",
  "Save answer": "Guardar respuesta",
  "Save answers": "Guardar respuestas",
  "Save email": "Guardar correo",
  "Save order number": "Guardar número de pedido",
  "Save phone number": "Guardar número de teléfono",
  "Waits for the connection": "Espera la conexión",
  "We": "El equipo",
  "{name} asks for a few details,": "{name} le pide unos datos,",
  "{name} asks for your consent,": "{name} le pide su consentimiento,",
  "{name} asks for your email,": "{name} le pide su correo electrónico,",
  "{name} asks for your order number,": "{name} le pide su número de pedido,",
  "{name} asks for your phone number,": "{name} le pide su número de teléfono,",
  "Name": "Nombre",
  "Save name": "Guardar nombre",
  "{name} asks for your name,": "{name} le pide su nombre,",
  "Add the end of the address, such as .com or .fr": "Complete el final de la dirección, como .com o .es",
  "Email": "Correo electrónico",
};
