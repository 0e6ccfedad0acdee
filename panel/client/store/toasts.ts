/** Toasts: what was done, with one way back, or what has come, with the way there. Six seconds, longer while looked at. */

import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  undo: (() => void) | null;
  open: (() => void) | null;
  ms: number;
}

interface More {
  /** The way to what it tells of. */
  open?: () => void;
  ms?: number;
}

const SHOWN_MS = 6_000;

export const toasts = signal<readonly Toast[]>([]);

let lastId = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export function toast(text: string, undo: (() => void) | null = null, { open, ms = SHOWN_MS }: More = {}): void {
  const id = (lastId += 1);
  // One at a time: an older Undo beside a newer one would be read as the same.
  toasts.value = [{ id, text, undo, open: open ?? null, ms }];
  release(id);
}

/** Keeps a toast while the pointer or the focus is on it. */
export function hold(id: number): void {
  clearTimeout(timers.get(id));
}

export function release(id: number): void {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => dismiss(id), toasts.value.find((each) => each.id === id)?.ms ?? SHOWN_MS),
  );
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

/** Undoes what the present toast tells of, if it can be undone. */
export function undoLast(): void {
  const last = toasts.value.at(-1);
  if (!last?.undo) return;
  dismiss(last.id);
  last.undo();
}
