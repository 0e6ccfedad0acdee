// How a visitor is received, in French, beside the chat's own words and those of forms.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Back on {day} at {time}": "De retour {day} à {time}",
  "Back today at {time}": "De retour aujourd’hui à {time}",
  "Back tomorrow at {time}": "De retour demain à {time}",
  "Email": "E-mail",
  "Fill this in": "Remplissez ce champ",
  "Go on": "Continuer",
  "if you have one": "si vous en avez un",
  "It is about": "C’est à propos de",
  "Leave a message": "Laissez un message",
  "Leave a message. The answer waits for you here.": "Laissez un message. La réponse vous attend ici.",
  "Nobody is here right now": "Personne n’est là pour le moment",
  "Not sent: {reason}": "Non envoyé : {reason}",
  "Privacy": "Confidentialité",
  "Send message": "Envoyer le message",
  "So that we can reach you if you leave this page.": "Pour pouvoir vous joindre si vous quittez cette page.",
  "So we can write to you if you leave this page.": "Pour pouvoir vous écrire si vous quittez cette page.",
  "Start chat": "Commencer le chat",
  "Tick this to go on": "Cochez cette case pour continuer",
  "Waits for the connection": "Attend la connexion",
  "We answer by email, usually within {span}.": "Nous répondons par e-mail, en général sous {span}.",
  "We answer by email.": "Nous répondons par e-mail.",
  "We usually answer within {span}.": "Nous répondons en général sous {span}.",
  "What you wrote is still here. We answer by email.": "Ce que vous avez écrit est toujours là. Nous répondons par e-mail.",
  "Who are we talking to?": "À qui parlons-nous ?",
  "Write what it is about": "Écrivez de quoi il s’agit",
  "optional": "facultatif",
  "{sentence}, your time": "{sentence}, votre heure",
  "{time} in {city}, {span}": "{time} à {city}, {span}",
};
