// Help inside the chat, in Polish.

import type { Catalogue } from "../../../../../chat/client/t.ts";

export const words: Catalogue = {
  "All articles": "Wszystkie artykuły",
  "Back to help": "Wróć do pomocy",
  "Back to the chat": "Wróć do czatu",
  "Back to {name}": "Wróć do: {name}",
  "Did this answer it?": "Czy to odpowiada na pytanie?",
  "Help": "Pomoc",
  "Most read": "Najczęściej czytane",
  "No": "Nie",
  "Nothing found. A person knows more.": "Nic nie znaleziono. Człowiek wie więcej.",
  "Open as a page": "Otwórz jako stronę",
  "Search help": "Szukaj w pomocy",
  "Thank you.": "Dziękujemy.",
  "This may answer it": "To może być odpowiedź",
  "Yes": "Tak",
};
