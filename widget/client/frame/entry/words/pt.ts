// How a visitor is received, in Portuguese, beside the chat's own words and those of forms.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Back on {day} at {time}": "De volta {day} às {time}",
  "Back today at {time}": "De volta hoje às {time}",
  "Back tomorrow at {time}": "De volta amanhã às {time}",
  "Email": "E-mail",
  "Fill this in": "Preencha este campo",
  "Go on": "Continuar",
  "if you have one": "se tiver",
  "It is about": "É sobre",
  "Leave a message": "Deixe uma mensagem",
  "Leave a message. The answer waits for you here.": "Deixe uma mensagem. A resposta espera por si aqui.",
  "Nobody is here right now": "De momento não está ninguém",
  "Not sent: {reason}": "Não enviado: {reason}",
  "Privacy": "Privacidade",
  "Send message": "Enviar mensagem",
  "So that we can reach you if you leave this page.": "Para o podermos contactar se sair desta página.",
  "So we can write to you if you leave this page.": "Para lhe podermos escrever se sair desta página.",
  "Start chat": "Começar o chat",
  "Tick this to go on": "Assinale esta caixa para continuar",
  "Waits for the connection": "Espera pela ligação",
  "We answer by email, usually within {span}.": "Respondemos por e-mail, normalmente em {span}.",
  "We answer by email.": "Respondemos por e-mail.",
  "We usually answer within {span}.": "Normalmente respondemos em {span}.",
  "What you wrote is still here. We answer by email.": "O que escreveu continua aqui. Respondemos por e-mail.",
  "Who are we talking to?": "Com quem falamos?",
  "Write what it is about": "Escreva de que se trata",
  "optional": "opcional",
  "{sentence}, your time": "{sentence}, na sua hora",
  "{time} in {city}, {span}": "{time} em {city}, {span}",
};
