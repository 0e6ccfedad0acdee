/** Rings in one tab of all that are open, and only after the person has touched a page: browsers keep pages silent before. */

import { signal } from "@preact/signals";
import { isQuiet } from "./decide.ts";
import type { QuietHours } from "./decide.ts";
import { play } from "./sounds.ts";
import type { Sound } from "./sounds.ts";

export interface Manner {
  /** 0 to 100 */
  volume: number;
  repeats: boolean;
  quiet: QuietHours;
  sounds: Readonly<Record<Sound, boolean>>;
}

const REPEAT_EVERY_MS = 20_000;
/** Whoever holds this lock rings. It goes to another tab when this one is closed. */
const LOCK = "parley:ringer";

export class Ringer {
  /** A sound was due and the browser would not let it be heard: the panel asks for a press. */
  readonly muted = signal(false);
  private context: AudioContext | null = null;
  private rings = false;
  private leaving = new AbortController().signal;

  /** `waits` says whether a chat that is nobody's still waits unread. */
  constructor(
    private readonly manner: Manner,
    private readonly waits: () => boolean,
  ) {}

  start(leaving: AbortSignal): void {
    this.leaving = leaving;
    leaving.addEventListener("abort", () => {
      this.rings = false;
      void this.context?.close();
    });
    if (navigator.userActivation?.hasBeenActive) void this.unlock();
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => void this.unlock(), { signal: leaving });
    if (!this.manner.repeats) return;
    const timer = setInterval(() => this.waits() && this.ring("new_chat", true), REPEAT_EVERY_MS);
    leaving.addEventListener("abort", () => clearInterval(timer));
  }

  ring(sound: Sound, again = false): void {
    if (!this.manner.sounds[sound] || this.manner.volume === 0 || isQuiet(this.manner.quiet, new Date())) return;
    if (!this.context) {
      void this.askForAPress();
      return;
    }
    if (!this.rings) return;
    play(this.context, sound, this.manner.volume / 100);
    // For whoever looks over its shoulder: no test hears.
    document.dispatchEvent(new CustomEvent("parley:rang", { detail: again ? "again" : sound }));
  }

  /** Unless another tab is heard already. */
  private async askForAPress(): Promise<void> {
    const { held } = "locks" in navigator ? await navigator.locks.query() : { held: [] };
    this.muted.value = !this.context && !held?.some(({ name }) => name === LOCK);
  }

  /** The person has touched the page: from now on it may be heard, and takes its turn among the tabs. */
  async unlock(): Promise<void> {
    if (this.context) return;
    this.context = new AudioContext();
    await this.context.resume();
    this.muted.value = false;
    if (!("locks" in navigator)) {
      this.rings = true;
      return;
    }
    const signal = this.leaving;
    // Held for as long as the tab is there and shows this project: the next one's ringer waits for it as other tabs do.
    const held = navigator.locks.request(LOCK, { signal }, () => {
      this.rings = true;
      return new Promise<void>((release) => signal.addEventListener("abort", () => release()));
    });
    held.catch(() => undefined); // left before its turn came
  }
}
