// Help inside the chat, in French.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "All articles": "Tous les articles",
  "Back to help": "Retour à l’aide",
  "Back to the chat": "Retour à la discussion",
  "Back to {name}": "Retour à {name}",
  "Did this answer it?": "Cela répond-il à la question ?",
  "Help": "Aide",
  "Most read": "Les plus lus",
  "No": "Non",
  "Nothing found. A person knows more.": "Rien trouvé. Une personne en sait plus.",
  "Open as a page": "Ouvrir en page",
  "Search help": "Chercher dans l’aide",
  "Thank you.": "Merci.",
  "This may answer it": "Ceci répond peut-être",
  "Yes": "Oui",
};
