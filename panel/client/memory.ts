/** What this browser remembers between visits: each project's place, drafts, and the member's own switches. */

import { signal } from "@preact/signals";
import type { View } from "./state/inbox.ts";

export interface Place {
  view: View;
  conversation: string | null;
}

/** A draft of one conversation; the reply and the note are kept apart, so that neither becomes the other. */
export interface Draft {
  text: string;
  note: string;
  /** The last line that stood there when the writing began. */
  since?: number;
  /** The line that it answers, by its number. */
  quotes?: number;
}

const EMPTY: Draft = { text: "", note: "" };

function read<Value>(key: string, otherwise: Value): Value {
  try {
    const stored = localStorage.getItem(`parley:panel:${key}`);
    return stored === null ? otherwise : (JSON.parse(stored) as Value);
  } catch {
    return otherwise; // storage may be forbidden or hold another version's value
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(`parley:panel:${key}`);
    else localStorage.setItem(`parley:panel:${key}`, JSON.stringify(value));
  } catch {
    // Forbidden or full: this tab still has the value in memory.
  }
}

export function placeOf(project: string): Place {
  return read<Place>(`place:${project}`, { view: "mine", conversation: null });
}

export function rememberPlace(project: string, place: Place): void {
  write(`place:${project}`, place);
}

/** Drafts by conversation, also drawn in the list. One entry each, so that two tabs never undo each other's. */
export const drafts = signal<Record<string, Draft>>(storedDrafts());

function storedDrafts(): Record<string, Draft> {
  try {
    const prefix = "parley:panel:draft:";
    const ids = Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
    return Object.fromEntries(ids.map((id) => [id, read(`draft:${id}`, EMPTY)]));
  } catch {
    return {};
  }
}

/** Follows what other tabs of this browser write: the same draft in each, the newest words everywhere. */
export function followDrafts(stop: AbortSignal): void {
  const follow = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith("parley:panel:draft:")) drafts.value = storedDrafts();
  };
  addEventListener("storage", follow, { signal: stop });
}

export function draftOf(conversation: string): Draft {
  return drafts.value[conversation] ?? EMPTY;
}

export function keepDraft(conversation: string, draft: Draft): void {
  const others = Object.fromEntries(Object.entries(drafts.value).filter(([id]) => id !== conversation));
  const empty = !draft.text && !draft.note && draft.quotes === undefined;
  drafts.value = empty ? others : { ...others, [conversation]: draft };
  write(`draft:${conversation}`, empty ? null : draft);
}

/** Whether single letters are shortcuts (WCAG 2.1.4 asks for the switch). */
export const singleLetters = signal<boolean>(read("single-letters", true));

export function setSingleLetters(on: boolean): void {
  singleLetters.value = on;
  write("single-letters", on);
}

/** Whether the visitor column is shown. */
export const visitorColumn = signal<boolean>(read("visitor-column", true));

export function toggleVisitorColumn(): void {
  visitorColumn.value = !visitorColumn.value;
  write("visitor-column", visitorColumn.value);
}
