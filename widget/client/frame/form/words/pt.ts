// A form's words in Portuguese, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A phone number has 5 to 15 digits": "Um número de telefone tem de 5 a 15 algarismos",
  "Agreed: {words}": "De acordo: {words}",
  "Consent": "Consentimento",
  "Fill this in, or choose Not now": "Preencha isto ou escolha «Agora não»",
  "Kept with this conversation. You need not answer.": "Guardado com esta conversa. Não tem de responder.",
  "Not agreed: {words}": "Em desacordo: {words}",
  "Not now": "Agora não",
  "Not saved: {reason}": "Não guardado: {reason}",
  "Order number": "Número da encomenda",
  "Phone number": "Número de telefone",
  "Save answer": "Guardar resposta",
  "Save answers": "Guardar respostas",
  "Save email": "Guardar e-mail",
  "Save order number": "Guardar número da encomenda",
  "Save phone number": "Guardar número de telefone",
  "Waits for the connection": "Espera pela ligação",
  "We": "A equipa",
  "{name} asks for a few details,": "{name} pede-lhe alguns dados,",
  "{name} asks for your consent,": "{name} pede-lhe o seu consentimento,",
  "{name} asks for your email,": "{name} pede-lhe o seu e-mail,",
  "{name} asks for your order number,": "{name} pede-lhe o número da encomenda,",
  "{name} asks for your phone number,": "{name} pede-lhe o número de telefone,",
  "Name": "Nome",
  "Save name": "Guardar nome",
  "{name} asks for your name,": "{name} pede o seu nome,",
  "Add the end of the address, such as .com or .fr": "Acrescente o fim do endereço, como .com ou .pt",
  "Email": "E-mail",
};
