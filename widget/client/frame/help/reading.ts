// An article is opened from wherever it is named: in the list, in a message, beside the composer.

import type { Screen } from "../app.tsx";
import { shown } from "../view.tsx";

let go: (screen: Screen) => void;

/** How the screen is changed. */
export function leadBy(way: typeof go): void {
  go = way;
}

/** `which` is an id, or the last part of an address. */
export function read(which: string): void {
  shown?.session.store.set({ reads: which });
  go("help");
}
