// What goes and comes by e-mail, in German.

import type { Catalogue } from "../../../../chat/client/t.ts";

export const mail: Catalogue = {
  "A copy went to {to} by email": "Eine Kopie ging per E-Mail an {to}",
  "By email": "Per E-Mail",
  "By email from {sender}, not the visitor’s address": "Per E-Mail von {sender}, nicht der Adresse des Besuchers",
  "Checks": "Prüfung",
  "Files": "Dateien",
  "From": "Von",
  "Goes by email if it is not read here": "Geht per E-Mail, wenn es hier nicht gelesen wird",
  "It was longer: the rest is not kept.": "Sie war länger: Der Rest wird nicht aufbewahrt.",
  "No email reached {to}": "Keine E-Mail hat {to} erreicht",
  "Sent to {to} by email": "Per E-Mail an {to} gesendet",
  "Subject": "Betreff",
  "Text of the email": "Text der E-Mail",
  "The sender is not proven: somebody else may have written this": "Der Absender ist nicht belegt: Das kann jemand anderes geschrieben haben",
  "The whole email": "Die ganze E-Mail",
  "Whole email": "Ganze E-Mail",
  "{n} files came along and are not kept: {names}": {
    one: "{n} Datei kam mit und wird nicht aufbewahrt: {names}",
    other: "{n} Dateien kamen mit und werden nicht aufbewahrt: {names}",
  },
  "{to} was asked by email how it was": "{to} wurde per E-Mail gefragt, wie es war",
};
