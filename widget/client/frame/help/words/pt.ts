// Help inside the chat, in Portuguese.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "All articles": "Todos os artigos",
  "Back to help": "Voltar à ajuda",
  "Back to the chat": "Voltar ao chat",
  "Back to {name}": "Voltar a {name}",
  "Did this answer it?": "Isto respondeu à pergunta?",
  "Help": "Ajuda",
  "Most read": "Mais lidos",
  "No": "Não",
  "Nothing found. A person knows more.": "Nada encontrado. Uma pessoa sabe mais.",
  "Open as a page": "Abrir como página",
  "Search help": "Pesquisar na ajuda",
  "Thank you.": "Obrigado.",
  "This may answer it": "Isto pode responder",
  "Yes": "Sim",
};
