// How long to stay away after a connection failed: full jitter, so that a thousand tabs never come back together.

const BASE_MS = 500;
const CAP_EAGER_MS = 4_000; // somebody may be looking at a waiting message
const CAP_PATIENT_MS = 30_000; // visible, but away for a while
const CAP_HIDDEN_MS = 60_000; // nobody looks
const EAGER_FOR_MS = 120_000;

export interface Absence {
  /** How many attempts failed since the last stable connection. */
  failures: number;
  /** How long we have been away. */
  awayMs: number;
  hidden: boolean;
}

export function backoffMs({ failures, awayMs, hidden }: Absence, random: () => number = Math.random): number {
  const cap = hidden ? CAP_HIDDEN_MS : awayMs < EAGER_FOR_MS ? CAP_EAGER_MS : CAP_PATIENT_MS;
  return random() * Math.min(cap, BASE_MS * 2 ** Math.min(failures, 20));
}
