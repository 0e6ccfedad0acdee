// What is said after the end of a chat, in French.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A copy is on its way to {to}": "Une copie est en route vers {to}",
  "Anything to add?": "Quelque chose à ajouter ?",
  "Change it": "Le modifier",
  "Did we help you?": "Avons-nous pu vous aider ?",
  "Did {name} help you?": "{name} a-t-il pu vous aider ?",
  "Email me a copy": "M’envoyer une copie par e-mail",
  "Not really": "Pas vraiment",
  "Save a copy": "Enregistrer une copie",
  "Send rating": "Envoyer l’avis",
  "Thank you for your rating.": "Merci pour votre avis.",
  "This did not go through. Try again.": "Cela n’est pas passé. Réessayez.",
  "Write again": "Écrire à nouveau",
  "Yes": "Oui",
  "Your email": "Votre e-mail",
  "as a page": "en page",
  "as text": "en texte",
  "optional": "facultatif",
};
