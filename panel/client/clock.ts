/** The time that labels such as "waiting 6 min" are drawn with; one ticking signal for the whole panel. */

import { signal } from "@preact/signals";

const TICK_MS = 10_000; // the finest label counts in tens of seconds

export const now = signal(Date.now());

/** Ticks until `signal` aborts; a hidden window catches up when it is looked at again. */
export function startClock(stop: AbortSignal): void {
  const tick = () => {
    if (!document.hidden) now.value = Date.now();
  };
  const timer = setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick, { signal: stop });
  stop.addEventListener("abort", () => clearInterval(timer));
}
