// What the visitor does on the page, as far as a rule asks: how far they read, whether they are about to leave.

export interface Seen {
  scroll: number;
  exit: boolean;
}

/** Upwards this fast, on a screen without a pointer: back to the address bar. */
const FLICK_PX_PER_MS = 2;
const FLICK_PX = 200;

/** Calls `changed` when more was seen. Listens to nothing that no rule asks for, and to nothing after `signal`. */
export function watch(asked: ReadonlySet<unknown>, signal: AbortSignal, changed: () => void): Seen {
  const seen: Seen = { scroll: 0, exit: false };
  const leave = (): void => {
    if (seen.exit) return;
    seen.exit = true;
    changed();
  };
  const touch = matchMedia("(hover:none)").matches;
  if (asked.has("exit") && !touch) {
    // Over the upper edge: to the tabs, or to close the window.
    document.documentElement.addEventListener("pointerleave", ({ clientY }) => clientY <= 0 && leave(), { signal });
  }
  if (asked.has("scroll") || (asked.has("exit") && touch)) {
    let from = scrollY;
    let since = performance.now();
    const look = (): void => {
      const now = performance.now();
      const up = from - scrollY;
      if (touch && up > FLICK_PX && up > FLICK_PX_PER_MS * (now - since)) leave();
      if (up <= 0 || now - since > 300) [from, since] = [scrollY, now];
      const share = Math.round((100 * (scrollY + innerHeight)) / document.documentElement.scrollHeight);
      if (share <= seen.scroll) return;
      seen.scroll = share;
      changed();
    };
    addEventListener("scroll", look, { signal, passive: true });
  }
  return seen;
}

/** The same words as the server's, for the same devices. */
export function deviceHere(): string {
  if (!matchMedia("(hover:none) and (pointer:coarse)").matches) return "computer";
  return Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet";
}
