// Keeps a connection alive: hello, heartbeat, reconnecting with jitter, and the HTTP doors where sockets are blocked.

import { backoffMs } from "./backoff.ts";
import type { PollingDoors } from "./polling.ts";
import { openSocket } from "./socket.ts";
import { CLOSE, FrameError, offline } from "./wire.ts";
import type { Carrier, End, Frame, Push, Reply } from "./wire.ts";

export type LiveState =
  | "connecting" // the first time
  | "online"
  | "reconnecting"
  | "signed_out" // 4401: nothing happens until `restart`
  | "refused" // 4403: nothing happens until `restart`
  | "stopped";

export interface LiveOptions {
  /** `wss://HOST/ws/…` */
  url: string;
  /** Where to go after two sockets failed. Without it sockets are tried for ever. */
  doors?: PollingDoors;
  /** Made anew for each connection, so that it names the last number held. */
  hello(): Frame;
  /** The reply to `hello`: also after each reconnect. Pushes come after it. */
  onHello(reply: Reply): void;
  onPush(push: Push): void;
  onState?(state: LiveState): void;
  /** The reply to each heartbeat: operators compare its `pulse`. */
  onPing?(reply: Reply): void;
}

const VERIFY_WITHIN_MS = 5_000; // after waking up: is the socket still there?
const STABLE_AFTER_MS = 30_000; // then old failures are forgotten
const CLOCK_JUMP_MS = 30_000; // the machine slept
const SLOW_DOWN_MS = 5_000; // after 4429 that named no time
const VERDICT_WITHIN_MS = 1_000; // a refused hello is followed by a close code, which says more
const BACK_TO_SOCKET_MS = 5_000; // from polling: then twice as long each time, to a minute
const MISSES = 2;
const BARREN = 2; // sockets without a hello, then the HTTP doors are tried in turns

export class Live {
  state: LiveState = "connecting";
  #carrier: Carrier | null = null;
  /** A connection whose hello has no answer yet. */
  #opening: Carrier | null = null;
  /** The present attempt; events of any other are of no interest. */
  #attempt: object | null = null;
  #polled = false;
  #failures = 0;
  #barren = 0;
  #misses = 0;
  #awaySince = Date.now();
  #notBefore = 0;
  #lastBeat = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #back: ReturnType<typeof setTimeout> | undefined;
  #heart: ReturnType<typeof setInterval> | undefined;
  readonly #listeners = new AbortController();

  constructor(private readonly options: LiveOptions) {}

  start(): this {
    const { signal } = this.#listeners;
    const wake = (): void => this.wake();
    addEventListener("online", wake, { signal });
    addEventListener("pageshow", wake, { signal });
    addEventListener("offline", () => this.#drop(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.wake(), { signal });
    void this.#connect();
    return this;
  }

  /** Begins anew, now: after signing in again, or with another token. */
  restart(): void {
    if (this.state === "stopped") return;
    this.#leave();
    this.#notBefore = 0;
    void this.#connect();
  }

  stop(): void {
    this.#listeners.abort();
    this.#leave();
    this.#turn("stopped");
  }

  /** Sends a frame. Rejects with FrameError: `offline` means that it may or may not have arrived. */
  request<T = Reply>(frame: Frame): Promise<T> {
    if (!this.#carrier) return Promise.reject(offline());
    return this.#carrier.request(frame) as Promise<T>;
  }

  /** Somebody is back, or the network is: look whether the connection still stands, or make one now. */
  wake(): void {
    if (this.state === "online") return void this.#verify();
    if (this.#retry === undefined || Date.now() < this.#notBefore) return;
    void this.#connect();
  }

  #turn(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState?.(state);
  }

  async #connect(): Promise<void> {
    this.#forgetTimers();
    const attempt = (this.#attempt = {});
    this.#polled = this.options.doors !== undefined && this.#barren >= BARREN && !this.#polled;
    try {
      await this.#greet(attempt, this.#polled);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      const end = { code: verdict(error), retryMs: error.retryMs };
      const lose = (): void => this.#lost(attempt, end);
      if (error.code === "offline") lose();
      else this.#retry = setTimeout(lose, VERDICT_WITHIN_MS);
    }
  }

  /** Opens a connection and says hello. The attempt becomes the present one when it was not already. */
  async #greet(attempt: object, polling: boolean): Promise<void> {
    const { doors, url } = this.options;
    const before = this.#attempt;
    const events = {
      onPush: (push: Push) => this.#attempt === attempt && this.options.onPush(push),
      onEnd: (end: End) => this.#lost(attempt, end),
    };
    const carrier = polling && doors ? (await pollingCode()).openPolling(doors, events) : await openSocket(url, events);
    if (this.#attempt !== before) return carrier.close();
    this.#opening = carrier;
    const reply = await carrier.request(this.options.hello());
    if (this.#attempt !== before) return carrier.close();
    this.#attempt = attempt;
    this.#welcome(carrier, reply, polling);
  }

  #welcome(carrier: Carrier, reply: Reply, polling: boolean): void {
    const former = this.#carrier;
    this.#forgetTimers();
    this.#carrier = carrier;
    this.#opening = null;
    former?.close();
    this.#misses = 0;
    if (!polling) this.#barren = 0;
    this.options.onHello(reply);
    carrier.listen();
    this.#turn("online");
    // Now, while there is a network to load it from.
    if (this.options.doors) pollingCode().catch(() => undefined);
    const everyMs = (typeof reply.heartbeat_s === "number" ? reply.heartbeat_s : 20) * 1000;
    this.#lastBeat = Date.now();
    this.#heart = setInterval(() => this.#beat(everyMs), everyMs);
    this.#stable = setTimeout(() => (this.#failures = 0), STABLE_AFTER_MS);
    if (polling) this.#returnLater(BACK_TO_SOCKET_MS);
  }

  /** From polling back to a socket, tried beside the poll so that nothing is missed meanwhile. */
  #returnLater(ms: number): void {
    this.#back = setTimeout(() => {
      this.#greet({}, false).catch(() => this.state === "online" && this.#returnLater(Math.min(ms * 2, 60_000)));
    }, ms);
  }

  #beat(everyMs: number): void {
    const jumped = Date.now() - this.#lastBeat > everyMs + CLOCK_JUMP_MS;
    this.#lastBeat = Date.now();
    if (jumped) return void this.#verify();
    if (this.#misses >= MISSES) return this.#drop();
    this.#misses += 1;
    this.#ping().catch(() => undefined);
  }

  async #ping(): Promise<void> {
    const reply = await this.request({ type: "ping" });
    this.#misses = 0;
    this.options.onPing?.(reply);
  }

  async #verify(): Promise<void> {
    const attempt = this.#attempt;
    const timer = setTimeout(() => this.#attempt === attempt && this.#drop(), VERIFY_WITHIN_MS);
    await this.#ping().catch(() => undefined);
    clearTimeout(timer);
  }

  /** Gives the connection up without waiting for the network to notice. */
  #drop(): void {
    if (this.state === "online") this.#carrier?.close();
  }

  #lost(attempt: object, end: End): void {
    if (this.#attempt !== attempt) return;
    const wasOnline = this.state === "online";
    this.#leave();
    if (end.code === CLOSE.SIGNED_OUT) return this.#turn("signed_out");
    if (end.code === CLOSE.FORBIDDEN) return this.#turn("refused");
    if (wasOnline) this.#awaySince = Date.now();
    else if (!this.#polled) this.#barren += 1;
    const askedMs = end.retryMs ?? (end.code === CLOSE.SLOW_DOWN ? SLOW_DOWN_MS : null);
    this.#notBefore = Date.now() + (askedMs ?? 0);
    const absence = { failures: this.#failures, awayMs: Date.now() - this.#awaySince, hidden: document.hidden };
    this.#failures += 1;
    // State first: a listener may call `restart`, and its attempt must not be delayed by ours.
    this.#retry = setTimeout(() => void this.#connect(), askedMs ?? backoffMs(absence));
    this.#turn("reconnecting");
  }

  #leave(): void {
    this.#forgetTimers();
    const carrier = this.#carrier;
    const opening = this.#opening;
    this.#attempt = this.#carrier = this.#opening = null;
    carrier?.close();
    opening?.close();
  }

  #forgetTimers(): void {
    for (const timer of [this.#retry, this.#stable, this.#back]) clearTimeout(timer);
    clearInterval(this.#heart);
    this.#retry = this.#stable = this.#back = this.#heart = undefined;
  }
}

/** Few networks need the doors, so their code comes after the first connection, or where there is none. */
const pollingCode = () =>
  import("./polling.ts").catch(() => {
    throw offline();
  });

/** What a refused hello means, in close codes, in case no close follows. */
function verdict({ code }: FrameError): number {
  if (["not_found", "forbidden", "banned"].includes(code)) return CLOSE.FORBIDDEN;
  return code === "slow_down" ? CLOSE.SLOW_DOWN : 0;
}
