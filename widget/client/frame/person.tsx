// Faces: a picture if there is one, else initials on one of six quiet grounds.

import type { JSX } from "preact";

interface Named {
  id: string | null;
  name: string;
  avatar: string | null;
}

const HUES = 6;

function hue(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % HUES) + 1;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}

export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? name;

export function Face({ person }: { person: Named }): JSX.Element {
  if (person.avatar) return <img class="face" src={person.avatar} alt="" />;
  return (
    <span class={`face hue-${hue(person.id ?? person.name)}`} aria-hidden="true">
      {initials(person.name)}
    </span>
  );
}

export function Faces({ people }: { people: readonly Named[] }): JSX.Element {
  return (
    <span class="faces">
      {people.map((person) => (
        <Face key={person.id} person={person} />
      ))}
    </span>
  );
}
