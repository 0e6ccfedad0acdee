// Asks now and then whether the other end is still there: a network that went does not say so.

const VERIFY_WITHIN_MS = 5_000; // after waking up
const CLOCK_JUMP_MS = 30_000; // the machine slept

export class Heartbeat {
  /** Asks once. Whether there was an answer; false at once where the connection itself has gone. */
  readonly #ask: () => Promise<boolean>;
  readonly #lost: () => void;
  #answered = true;
  #last = 0;
  #beats: ReturnType<typeof setInterval> | undefined;
  #verdict: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => Promise<boolean>, lost: () => void) {
    this.#ask = ask;
    this.#lost = lost;
  }

  start(everyMs: number): void {
    this.#answered = true;
    this.#last = Date.now();
    this.#beats = setInterval(() => this.#beat(everyMs), everyMs);
  }

  stop(): void {
    clearInterval(this.#beats);
    clearTimeout(this.#verdict);
    this.#verdict = undefined;
  }

  /** Something was away, the reader or the network: is the other end still there? */
  verify(): void {
    this.#verdict ??= setTimeout(this.#lost, VERIFY_WITHIN_MS);
    void this.#ping();
  }

  #beat(everyMs: number): void {
    const jumped = Date.now() - this.#last > everyMs + CLOCK_JUMP_MS;
    this.#last = Date.now();
    if (jumped) this.verify();
    else if (this.#answered) void this.#ping();
    else this.#lost();
  }

  async #ping(): Promise<void> {
    this.#answered = false;
    if (!(await this.#ask())) return;
    this.#answered = true;
    clearTimeout(this.#verdict);
    this.#verdict = undefined;
  }
}
