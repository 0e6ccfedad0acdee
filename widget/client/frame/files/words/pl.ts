// Files' words in Polish, beside the chat's own.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "Cancel {name}": "Anuluj {name}",
  "Close": "Zamknij",
  "File": "Plik",
  "Files": "Pliki",
  "Files to send": "Pliki do wysłania",
  "Files with macros cannot be sent here": "Nie można tu wysyłać plików z makrami",
  "Harmful: it was not passed on": "Szkodliwy: nie został przekazany",
  "It did not arrive whole": "Nie dotarł w całości",
  "It is sent when the files are there": "Zostanie wysłane, gdy pliki dotrą",
  "Next photo": "Następne zdjęcie",
  "Not saved: try again": "Nie zapisano: spróbuj ponownie",
  "Not taken: too big, or too many": "Nie przyjęto: za duży lub za dużo plików",
  "Photo": "Zdjęcie",
  "Photo: {name}": "Zdjęcie: {name}",
  "Previous photo": "Poprzednie zdjęcie",
  "Programs cannot be sent here": "Nie można tu wysyłać programów",
  "Remove {name}": "Usuń {name}",
  "Save": "Zapisz",
  "Send this picture as JPEG or PNG": "Wyślij ten obraz jako JPEG lub PNG",
  "This kind of file cannot be sent here": "Nie można tu wysłać pliku tego rodzaju",
  "This picture has too many pixels": "Ten obraz ma za dużo pikseli",
  "This picture is broken": "Ten obraz jest uszkodzony",
  "Too big: {size} is the most": "Za duży: najwyżej {size}",
  "Waits for the connection": "Czeka na połączenie",
  "being checked": "sprawdzany",
  "{kind}, {size}": "{kind}, {size}",
  "{n} of {all}": "{n} z {all}",
  "{sent} of {size}": "{sent} z {size}",
};
