// How a visitor is received, in Spanish, beside the chat's own words and those of forms.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Back on {day} at {time}": "De vuelta el {day} a las {time}",
  "Back today at {time}": "De vuelta hoy a las {time}",
  "Back tomorrow at {time}": "De vuelta mañana a las {time}",
  "Email": "Correo electrónico",
  "Fill this in": "Rellene este campo",
  "Go on": "Continuar",
  "if you have one": "si tiene",
  "It is about": "Se trata de",
  "Leave a message": "Deje un mensaje",
  "Leave a message. The answer waits for you here.": "Deje un mensaje. La respuesta le espera aquí.",
  "Nobody is here right now": "Ahora mismo no hay nadie",
  "Not sent: {reason}": "No enviado: {reason}",
  "Privacy": "Privacidad",
  "Send message": "Enviar mensaje",
  "So that we can reach you if you leave this page.": "Para poder localizarle si sale de esta página.",
  "So we can write to you if you leave this page.": "Para poder escribirle si deja esta página.",
  "Start chat": "Empezar el chat",
  "Tick this to go on": "Marque esta casilla para continuar",
  "Waits for the connection": "Espera la conexión",
  "We answer by email, usually within {span}.": "Respondemos por correo, normalmente en {span}.",
  "We answer by email.": "Respondemos por correo.",
  "We usually answer within {span}.": "Solemos responder en {span}.",
  "What you wrote is still here. We answer by email.": "Lo que escribió sigue aquí. Respondemos por correo.",
  "Who are we talking to?": "¿Con quién hablamos?",
  "Write what it is about": "Escriba de qué se trata",
  "optional": "opcional",
  "{sentence}, your time": "{sentence}, hora suya",
  "{time} in {city}, {span}": "{time} en {city}, {span}",
};
