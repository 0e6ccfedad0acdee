// A form's words in German, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A phone number has 5 to 15 digits": "Eine Telefonnummer hat 5 bis 15 Ziffern",
  "Add the end of the address, such as .com or .fr": "Ergänzen Sie das Ende der Adresse, etwa .com oder .de",
  "Agreed: {words}": "Einverstanden: {words}",
  "Consent": "Einwilligung",
  "Email": "E-Mail",
  "Fill this in, or choose Not now": "Füllen Sie dies aus, oder wählen Sie „Jetzt nicht“",
  "Kept with this conversation. You need not answer.": "Wird zu diesem Gespräch aufbewahrt. Sie müssen nicht antworten.",
  "Name": "Name",
  "Not agreed: {words}": "Nicht einverstanden: {words}",
  "Not now": "Jetzt nicht",
  "Not saved: {reason}": "Nicht gespeichert: {reason}",
  "Order number": "Bestellnummer",
  "Phone number": "Telefonnummer",
  "Save answer": "Antwort speichern",
  "Save answers": "Antworten speichern",
  "Save email": "E-Mail speichern",
  "Save name": "Name speichern",
  "Save order number": "Bestellnummer speichern",
  "Save phone number": "Telefonnummer speichern",
  "Waits for the connection": "Wartet auf die Verbindung",
  "We": "Das Team",
  "{name} asks for a few details,": "{name} bittet um ein paar Angaben,",
  "{name} asks for your consent,": "{name} bittet um Ihre Einwilligung,",
  "{name} asks for your email,": "{name} bittet um Ihre E-Mail-Adresse,",
  "{name} asks for your name,": "{name} bittet um Ihren Namen,",
  "{name} asks for your order number,": "{name} bittet um Ihre Bestellnummer,",
  "{name} asks for your phone number,": "{name} bittet um Ihre Telefonnummer,",
};
