// A form's words in French, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A phone number has 5 to 15 digits": "Un numéro de téléphone a de 5 à 15 chiffres",
  "Agreed: {words}": "Accepté : {words}",
  "Consent": "Consentement",
  "Fill this in, or choose Not now": "Remplissez ce champ, ou choisissez « Pas maintenant »",
  "Kept with this conversation. You need not answer.": "Conservé avec cette discussion. Vous n’êtes pas obligé de répondre.",
  "Not agreed: {words}": "Refusé : {words}",
  "Not now": "Pas maintenant",
  "Not saved: {reason}": "Non enregistré : {reason}",
  "Order number": "Numéro de commande",
  "Phone number": "Numéro de téléphone",
  "Save answer": "Enregistrer la réponse",
  "Save answers": "Enregistrer les réponses",
  "Save email": "Enregistrer l’e-mail",
  "Save order number": "Enregistrer le numéro de commande",
  "Save phone number": "Enregistrer le numéro de téléphone",
  "Waits for the connection": "Attend la connexion",
  "We": "L’équipe",
  "{name} asks for a few details,": "{name} vous demande quelques informations,",
  "{name} asks for your consent,": "{name} vous demande votre consentement,",
  "{name} asks for your email,": "{name} vous demande votre e-mail,",
  "{name} asks for your order number,": "{name} vous demande votre numéro de commande,",
  "{name} asks for your phone number,": "{name} vous demande votre numéro de téléphone,",
  "Name": "Nom",
  "Save name": "Enregistrer le nom",
  "{name} asks for your name,": "{name} vous demande votre nom,",
  "Add the end of the address, such as .com or .fr": "Ajoutez la fin de l’adresse, comme .com ou .fr",
  "Email": "E-mail",
};
