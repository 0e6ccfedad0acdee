/** The letters of a palette's question: `>` for acts alone, `#` for a number. */

export interface Asked {
  only: "acts" | "number" | null;
  words: string;
}

export function askedOf(text: string): Asked {
  if (text.startsWith(">")) return { only: "acts", words: text.slice(1).trim() };
  if (text.startsWith("#")) return { only: "number", words: text.slice(1).trim() };
  return { only: null, words: text.trim() };
}
