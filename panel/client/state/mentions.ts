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
  const names = people
    .flatMap(({ id, name }) => (firstOf(name) === name || isShared(firstOf(name), people) ? [{ id, name }] : [{ id, name }, { id, name: firstOf(name) }]))
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

/** What follows the `@` that is being typed before the cursor, and where it begins; null where none is. */
export function askedAt(text: string, caret: number): { from: number; query: string } | null {
  const found = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}'’-]{0,40})$/u.exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[1] ?? "";
  return { from: caret - query.length - 1, query };
}

/** Those of whose names a part begins so; whoever is here comes first. */
export function fittingPeople<One extends Named & { available: boolean }>(people: readonly One[], query: string): One[] {
  const wanted = query.toLowerCase();
  const fits = ({ name }: Named) => name.toLowerCase().split(" ").some((part) => part.startsWith(wanted));
  return people.filter(fits).sort((a, b) => Number(b.available) - Number(a.available) || (a.name < b.name ? -1 : 1));
}

/** How somebody is named in a note: by the first name where nobody else has it. */
export function callOf({ name }: Named, people: readonly Named[]): string {
  const first = firstOf(name);
  return `@${isShared(first, people) ? name : first}`;
}

const firstOf = (name: string): string => name.split(" ")[0] ?? name;
const isShared = (first: string, people: readonly Named[]): boolean =>
  people.filter(({ name }) => firstOf(name).toLowerCase() === first.toLowerCase()).length > 1;
