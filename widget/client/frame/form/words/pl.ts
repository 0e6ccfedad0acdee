// A form's words in Polish, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "A phone number has 5 to 15 digits": "Numer telefonu ma od 5 do 15 cyfr",
  "Agreed: {words}": "Zgoda: {words}",
  "Consent": "Zgoda",
  "Fill this in, or choose Not now": "Wypełnij to pole albo wybierz „Nie teraz”",
  "Kept with this conversation. You need not answer.": "Zachowane z tą rozmową. Nie musisz odpowiadać.",
  "Not agreed: {words}": "Brak zgody: {words}",
  "Not now": "Nie teraz",
  "Not saved: {reason}": "Nie zapisano: {reason}",
  "Order number": "Numer zamówienia",
  "Phone number": "Numer telefonu",
  "Save answer": "Zapisz odpowiedź",
  "Save answers": "Zapisz odpowiedzi",
  "Save email": "Zapisz e-mail",
  "Save order number": "Zapisz numer zamówienia",
  "Save phone number": "Zapisz numer telefonu",
  "Waits for the connection": "Czeka na połączenie",
  "We": "Zespół",
  "{name} asks for a few details,": "{name} prosi o kilka informacji,",
  "{name} asks for your consent,": "{name} prosi o zgodę,",
  "{name} asks for your email,": "{name} prosi o adres e-mail,",
  "{name} asks for your order number,": "{name} prosi o numer zamówienia,",
  "{name} asks for your phone number,": "{name} prosi o numer telefonu,",
  "Name": "Imię",
  "Save name": "Zapisz imię",
  "{name} asks for your name,": "{name} prosi o imię,",
  "Add the end of the address, such as .com or .fr": "Dopisz koniec adresu, na przykład .com lub .pl",
  "Email": "E-mail",
};
