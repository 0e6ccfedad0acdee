/** When this person last touched anything, in whichever tab: an open tab alone is nobody at a desk. */

const KEY = "parley:panel:touched";
const NOTE_EVERY_MS = 5_000;

let noted = 0;

function note(): void {
  const now = Date.now();
  if (now - noted < NOTE_EVERY_MS) return;
  noted = now;
  setTimeout(tell); // the disk may be slow, and nobody's key waits for it
}

function tell(): void {
  try {
    localStorage.setItem(KEY, String(noted));
  } catch {
    // Blocked: then this tab speaks for itself.
  }
}

export function watchTouches(): void {
  note();
  for (const sign of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) addEventListener(sign, note, { passive: true, capture: true });
}

/** Whole seconds since then. */
export function idleSeconds(now = Date.now()): number {
  let other = 0;
  try {
    other = Number(localStorage.getItem(KEY)) || 0;
  } catch {
    // As above.
  }
  return Math.max(0, Math.floor((now - Math.max(noted, other)) / 1000));
}
