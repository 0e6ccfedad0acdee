// How a visitor is received, in Polish, beside the chat's own words and those of forms.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Back on {day} at {time}": "Wrócimy: {day}, {time}",
  "Back today at {time}": "Wrócimy dziś o {time}",
  "Back tomorrow at {time}": "Wrócimy jutro o {time}",
  "Email": "E-mail",
  "Fill this in": "Wypełnij to pole",
  "Go on": "Dalej",
  "if you have one": "jeśli jest",
  "It is about": "Sprawa dotyczy",
  "Leave a message": "Zostaw wiadomość",
  "Leave a message. The answer waits for you here.": "Zostaw wiadomość. Odpowiedź będzie tu czekać.",
  "Nobody is here right now": "Teraz nikogo tu nie ma",
  "Not sent: {reason}": "Nie wysłano: {reason}",
  "Privacy": "Prywatność",
  "Send message": "Wyślij wiadomość",
  "So that we can reach you if you leave this page.": "Abyśmy mogli się odezwać, gdy opuścisz tę stronę.",
  "So we can write to you if you leave this page.": "Abyśmy mogli napisać, jeśli opuścisz tę stronę.",
  "Start chat": "Rozpocznij czat",
  "Tick this to go on": "Zaznacz to pole, aby przejść dalej",
  "Waits for the connection": "Czeka na połączenie",
  "We answer by email, usually within {span}.": "Odpowiadamy e-mailem, zwykle w ciągu: {span}.",
  "We answer by email.": "Odpowiadamy e-mailem.",
  "We usually answer within {span}.": "Zwykle odpowiadamy w ciągu: {span}.",
  "What you wrote is still here. We answer by email.": "To, co zostało napisane, nadal tu jest. Odpowiadamy e-mailem.",
  "Who are we talking to?": "Z kim rozmawiamy?",
  "Write what it is about": "Napisz, o co chodzi",
  "optional": "nieobowiązkowe",
  "{sentence}, your time": "{sentence}, Twojego czasu",
  "{time} in {city}, {span}": "{time}, {city}, {span}",
};
