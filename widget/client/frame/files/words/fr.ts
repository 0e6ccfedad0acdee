// Files' words in French, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Cancel {name}": "Annuler {name}",
  "Close": "Fermer",
  "File": "Fichier",
  "Files": "Fichiers",
  "Files to send": "Fichiers à envoyer",
  "Files with macros cannot be sent here": "Les fichiers avec macros ne peuvent pas être envoyés ici",
  "Harmful: it was not passed on": "Dangereux : il n’a pas été transmis",
  "It did not arrive whole": "Il n’est pas arrivé en entier",
  "It is sent when the files are there": "Envoyé dès que les fichiers sont là",
  "Next photo": "Photo suivante",
  "Not saved: try again": "Non enregistré : réessayez",
  "Not taken: too big, or too many": "Non accepté : trop gros ou trop nombreux",
  "Photo": "Photo",
  "Photo: {name}": "Photo : {name}",
  "Previous photo": "Photo précédente",
  "Programs cannot be sent here": "Les programmes ne peuvent pas être envoyés ici",
  "Remove {name}": "Retirer {name}",
  "Save": "Enregistrer",
  "Send this picture as JPEG or PNG": "Envoyez cette image en JPEG ou en PNG",
  "This kind of file cannot be sent here": "Ce type de fichier ne peut pas être envoyé ici",
  "This picture has too many pixels": "Cette image a trop de pixels",
  "This picture is broken": "Cette image est endommagée",
  "Too big: {size} is the most": "Trop volumineux : {size} au maximum",
  "Waits for the connection": "Attend la connexion",
  "being checked": "en cours de vérification",
  "{kind}, {size}": "{kind}, {size}",
  "{n} of {all}": "{n} sur {all}",
  "{sent} of {size}": "{sent} sur {size}",
};
