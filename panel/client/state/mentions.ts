/** `@Name` in a note: who is meant, and where it stands. The same rule as chat/mentions.py. */

interface Named {
  id: string;
  name: string;
}

export interface Piece {
  text: string;
  /** Whom this piece names. */
  of: string | null;
}

/** A note's words in pieces: a full name goes before a first name, and a first name that two people have names nobody. */
export function piecesOf(text: string, people: readonly Named[]): Piece[] {
  const first = (name: string) => name.split(" ")[0] ?? name;
  const shared = (name: string) => people.filter((each) => first(each.name).toLowerCase() === name.toLowerCase()).length > 1;
  const names = people
    .flatMap(({ id, name }) => (first(name) === name || shared(first(name)) ? [{ id, name }] : [{ id, name }, { id, name: first(name) }]))
    .filter(({ name }) => name !== "")
    .sort((a, b) => b.name.length - a.name.length);
  const pieces: Piece[] = [];
  let rest = text;
  let before = "";
  while (rest) {
    const starts = rest.startsWith("@") && !/[\p{L}\p{N}]$/u.test(before);
    const found = starts ? names.find(({ name }) => nameBegins(rest.slice(1), name)) : undefined;
    const length = found ? found.name.length + 1 : [...rest][0]?.length ?? 1;
    const piece = rest.slice(0, length);
    const last = pieces.at(-1);
    if (found) pieces.push({ text: piece, of: found.id });
    else if (last && last.of === null) last.text += piece;
    else pieces.push({ text: piece, of: null });
    before = piece;
    rest = rest.slice(length);
  }
  return pieces;
}

/** Whether the words begin with this very name, and not with a longer one. */
function nameBegins(words: string, name: string): boolean {
  return words.toLowerCase().startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(words.slice(name.length));
}
