// Files' words in German, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Cancel {name}": "{name} abbrechen",
  "Close": "Schließen",
  "File": "Datei",
  "Files": "Dateien",
  "Files to send": "Dateien zum Senden",
  "Files with macros cannot be sent here": "Dateien mit Makros können hier nicht gesendet werden",
  "Harmful: it was not passed on": "Schädlich: Sie wurde nicht weitergegeben",
  "It did not arrive whole": "Sie kam nicht vollständig an",
  "It is sent when the files are there": "Wird gesendet, sobald die Dateien da sind",
  "Next photo": "Nächstes Foto",
  "Not saved: try again": "Nicht gespeichert: Versuchen Sie es noch einmal",
  "Not taken: too big, or too many": "Nicht angenommen: zu groß oder zu viele",
  "Photo": "Foto",
  "Photo: {name}": "Foto: {name}",
  "Previous photo": "Voriges Foto",
  "Programs cannot be sent here": "Programme können hier nicht gesendet werden",
  "Remove {name}": "{name} entfernen",
  "Save": "Speichern",
  "Send this picture as JPEG or PNG": "Senden Sie dieses Bild als JPEG oder PNG",
  "This kind of file cannot be sent here": "Dateien dieser Art können hier nicht gesendet werden",
  "This picture has too many pixels": "Dieses Bild hat zu viele Bildpunkte",
  "This picture is broken": "Dieses Bild ist beschädigt",
  "Too big: {size} is the most": "Zu groß: höchstens {size}",
  "Waits for the connection": "Wartet auf die Verbindung",
  "being checked": "wird geprüft",
  "{kind}, {size}": "{kind}, {size}",
  "{n} of {all}": "{n} von {all}",
  "{sent} of {size}": "{sent} von {size}",
};
