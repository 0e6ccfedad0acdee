// How a visitor is received, in German, beside the chat's own words and those of forms.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Back on {day} at {time}": "Wieder da am {day} um {time}",
  "Back today at {time}": "Wieder da heute um {time}",
  "Back tomorrow at {time}": "Wieder da morgen um {time}",
  "Email": "E-Mail",
  "Fill this in": "Füllen Sie dies aus",
  "Go on": "Weiter",
  "It is about": "Es geht um",
  "Leave a message": "Hinterlassen Sie eine Nachricht",
  "Leave a message. The answer waits for you here.": "Schreiben Sie uns. Die Antwort wartet hier auf Sie.",
  "Nobody is here right now": "Gerade ist niemand da",
  "Not sent: {reason}": "Nicht gesendet: {reason}",
  "Privacy": "Datenschutz",
  "Send message": "Nachricht senden",
  "So that we can reach you if you leave this page.": "Damit wir Sie erreichen, wenn Sie die Seite verlassen.",
  "So we can write to you if you leave this page.": "Damit wir Ihnen schreiben können, wenn Sie die Seite verlassen.",
  "Start chat": "Chat beginnen",
  "Tick this to go on": "Haken Sie dies an, um fortzufahren",
  "Waits for the connection": "Wartet auf die Verbindung",
  "We answer by email, usually within {span}.": "Wir antworten per E-Mail, meist innerhalb von {span}.",
  "We answer by email.": "Wir antworten per E-Mail.",
  "We usually answer within {span}.": "Wir antworten meist innerhalb von {span}.",
  "What you wrote is still here. We answer by email.": "Was Sie geschrieben haben, steht noch hier. Wir antworten per E-Mail.",
  "Who are we talking to?": "Mit wem sprechen wir?",
  "Write what it is about": "Schreiben Sie, worum es geht",
  "if you have one": "falls vorhanden",
  "optional": "freiwillig",
  "{sentence}, your time": "{sentence}, Ihrer Zeit",
  "{time} in {city}, {span}": "{time} in {city}, {span}",
};
