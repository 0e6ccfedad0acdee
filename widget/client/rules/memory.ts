// What this visitor was shown, in the host page's storage: so each message comes once, and all of them together not too often.

import type { Memory } from "./choose.ts";

/** The part of the loader's store that this needs. */
export interface Storage {
  get(name: string): string | null;
  set(name: string, value: string | null): boolean;
}

export const NAME = "rules";
const VISIT_ENDS_AFTER_MS = 30 * 60_000;
const WEEK_MS = 7 * 24 * 3_600_000;
/** Of rules that came and went, the longest gone are forgotten. */
const SHOWN_AT_MOST = 100;

export interface Remembered extends Memory {
  visits: number;
  /** The last sign of life, in ms. */
  at: number;
}

/** As it stands now; a visit that begins counts. Null where nothing can be kept: who cannot be remembered is never spoken to. */
export function remember(store: Storage, now: number): Remembered | null {
  const kept = parsed(store.get(NAME));
  const fresh = now - kept.at > VISIT_ENDS_AFTER_MS;
  const week = kept.week.filter((at) => now - at < WEEK_MS);
  const memory = { ...kept, week, at: now, visits: kept.visits + Number(fresh), visit: fresh ? [] : kept.visit };
  return keep(store, memory) ? memory : null;
}

export function keep(store: Storage, memory: Remembered): boolean {
  return store.set(NAME, JSON.stringify(memory));
}

/** A rule was shown. One that rescues a waiting visitor counts for itself alone. */
export function note(store: Storage, memory: Remembered, id: string, counts: boolean): void {
  const shown = Object.entries({ ...memory.shown, [id]: memory.at }).sort(([, one], [, other]) => other - one);
  const week = counts ? [...memory.week, memory.at] : memory.week;
  keep(store, { ...memory, week, visit: [...memory.visit, id], shown: Object.fromEntries(shown.slice(0, SHOWN_AT_MOST)) });
}

/** The storage is not ours alone: whatever is no memory is none. */
function parsed(text: string | null): Remembered {
  const none: Remembered = { shown: {}, visit: [], week: [], refused: false, visits: 0, at: 0 };
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Remembered>;
    const whole = Array.isArray(kept.visit) && Array.isArray(kept.week) && kept.shown && typeof kept.shown === "object";
    return whole ? { ...none, ...kept, visits: Number(kept.visits) || 0, at: Number(kept.at) || 0 } : none;
  } catch {
    return none;
  }
}
