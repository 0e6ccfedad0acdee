// What is said after the end of a chat, in Portuguese.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Uma cópia está a caminho de {to}",
  "Anything to add?": "Algo a acrescentar?",
  "Change it": "Alterar",
  "Did we help you?": "Conseguimos ajudar?",
  "Did {name} help you?": "{name} conseguiu ajudar?",
  "Email me a copy": "Enviar-me uma cópia por e-mail",
  "Not really": "Nem por isso",
  "Save a copy": "Guardar uma cópia",
  "Send rating": "Enviar avaliação",
  "Thank you for your rating.": "Obrigado pela sua avaliação.",
  "This did not go through. Try again.": "Não foi possível. Tente novamente.",
  "Write again": "Escrever novamente",
  "Yes": "Sim",
  "Your email": "O seu e-mail",
  "as a page": "como página",
  "as text": "como texto",
  "optional": "opcional",
};
