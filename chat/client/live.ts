// Keeps a connection alive: hello, heartbeat, reconnecting with jitter; through a socket, the HTTP doors, or another tab.

import { backoffMs } from "./backoff.ts";
import { Heartbeat } from "./heartbeat.ts";
import type { PollingDoors } from "./polling.ts";
import { openSocket } from "./socket.ts";
import type { Sharing, Tabs } from "./tabs.ts";
import { accepted, FrameError } from "./wire.ts";
import type { Carrier, CarrierEvents, End, Frame, Push, Reply } from "./wire.ts";

export type LiveState =
  | "connecting" // the first time
  | "online"
  | "reconnecting"
  | "signed_out" // 4401: nothing happens until `restart`
  | "refused" // 4403: nothing happens until `restart`
  | "stopped";

export interface Beside {
  openPolling(doors: PollingDoors, events: CarrierEvents): Carrier | Promise<Carrier>;
  Tabs: typeof Tabs;
}

export interface LiveOptions {
  /** `wss://HOST/ws/…` */
  url: string;
  /** Where to go after two sockets failed. Without it sockets are tried for ever. */
  doors?(): PollingDoors | Promise<PollingDoors>;
  /** Without it each tab has a connection of its own. */
  sharing?: Sharing;
  /** Imports what few connections need: it is asked for where there is no socket, or another tab. */
  beside(): Promise<Beside>;
  /** Made anew for each connection, so that it names the last number held. */
  hello(): Frame;
  /** The reply to `hello`: also after each reconnect. Pushes come after it. */
  onHello(reply: Reply): void;
  onPush(push: Push): void;
  onState?(state: LiveState): void;
  /** What a heartbeat says besides, and the reply to it: operators compare its `pulse`. */
  ping?(): object;
  onPing?(reply: Reply): void;
}

const STABLE_AFTER_MS = 30_000; // then old failures are forgotten
const SLOW_DOWN_MS = 5_000; // after 4429 that named no time
const VERDICT_WITHIN_MS = 1_000; // a refused hello is followed by a close code, which says more
const BACK_TO_SOCKET_MS = 5_000; // from polling: then twice as long each time, to a minute
// Close codes that mean more than "come back": HTTP's statuses, plus 4000.
const SIGNED_OUT = 4401;
const FORBIDDEN = 4403;
const SLOW_DOWN = 4429;
const FINAL: Partial<Record<number, LiveState>> = { [SIGNED_OUT]: "signed_out", [FORBIDDEN]: "refused" };
const GONE: End = { code: 0, retryMs: 0 };
const TABS_WITHIN_MS = 150; // another tab answers at once, or there is none
const BARREN = 2; // sockets without a hello, then the HTTP doors are tried in turns

export class Live {
  readonly #options: LiveOptions;
  state: LiveState = "connecting";
  #carrier: Carrier | null = null;
  /** A connection whose hello has no answer yet. */
  #opening: Carrier | null = null;
  /** The present attempt; events of any other are of no interest. */
  #attempt: object | null = null;
  /** Whether this tab's own connection is, or was the last time, by the HTTP doors. */
  #polled = false;
  #tabs: Tabs | null = null;
  /** The connection is another tab's. */
  #following = false;
  #failures = 0;
  #barren = 0;
  #awaySince = Date.now();
  #notBefore = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #back: ReturnType<typeof setTimeout> | undefined;
  readonly #heart = new Heartbeat(() => this.#ping(), () => this.#drop());
  readonly #listeners = new AbortController();

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  start(): this {
    const { signal } = this.#listeners;
    const wake = (): void => this.wake();
    addEventListener("online", wake, { signal });
    addEventListener("pageshow", wake, { signal });
    addEventListener("offline", () => this.#drop(), { signal });
    // Kept by the browser for the way back, a page hears nothing: another tab takes over, and `pageshow` begins anew.
    addEventListener("pagehide", () => this.#giveWay(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.wake(), { signal });
    const { sharing } = this.#options;
    const connect = (): unknown => this.#connect();
    // Where there is no BroadcastChannel each tab is for itself.
    if (sharing && self.BroadcastChannel) void this.#knock(sharing).then(connect);
    else connect();
    return this;
  }

  /** Whether this tab holds the connection: what all tabs hear but only one should do, it does. */
  get leads(): boolean {
    return !this.#following;
  }

  /** Begins anew, now: after signing in again, or with another token. */
  restart(): void {
    this.#leave();
    void this.#connect();
  }

  stop(): void {
    this.#listeners.abort();
    this.#giveWay();
    this.#leave();
    this.#turn("stopped");
  }

  /** Tells the other tabs that their person has signed out. */
  reset(): void {
    this.#tabs?.reset();
  }

  /** Sends a frame. Rejects with FrameError: `offline` means that it may or may not have arrived. */
  async request<T = Reply>(frame: Frame): Promise<T> {
    return accepted(await this.#carrier?.request(frame)) as T;
  }

  /** Somebody is back, or the network is: look whether the connection still stands, or make one now. */
  wake(): void {
    if (this.state === "online") return this.#heart.verify();
    if (this.#retry === undefined || Date.now() < this.#notBefore) return;
    void this.#connect();
  }

  #turn(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    this.#options.onState?.(state);
  }

  /** Waits a moment for other tabs. Their code is loaded when one is heard, also later. */
  #knock(sharing: Sharing): Promise<unknown> {
    return new Promise((resolve) => {
      const channel = sharing.channel();
      const timer = setTimeout(resolve, TABS_WITHIN_MS);
      channel.onmessage = () => {
        clearTimeout(timer);
        this.#meet(channel, sharing).then(resolve, resolve);
      };
      channel.postMessage({ t: "who" });
    });
  }

  async #meet(channel: BroadcastChannel, sharing: Sharing): Promise<void> {
    const { Tabs } = await this.#options.beside();
    const relay = async (frame: Frame): Promise<Reply | null> => (await this.#carrier?.request(frame)) ?? null;
    const line = { wake: () => this.wake(), giveWay: () => this.#giveWay(), relay };
    this.#tabs ??= new Tabs(channel, sharing, line, this.#attempt !== null, this.state === "online");
  }

  async #connect(): Promise<void> {
    if (this.state === "stopped") return; // also while other tabs were waited for
    this.#forgetTimers();
    const attempt = (this.#attempt = {});
    try {
      const through = await this.#tabs?.join(this.#eventsOf(attempt));
      if (this.#attempt !== attempt) return through?.close();
      this.#following = !!through;
      this.#polled = !through && this.#options.doors !== undefined && this.#barren >= BARREN && !this.#polled;
      await this.#greet(attempt, through ?? this.#open(attempt));
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      const end = { code: verdict(error), retryMs: error.retryMs };
      const lose = (): void => this.#lost(attempt, end);
      if (error.code === "offline") lose();
      else this.#retry = setTimeout(lose, VERDICT_WITHIN_MS);
    }
  }

  /** This tab's own connection; null when there is none to be had. */
  #open(attempt: object): Promise<Carrier | null> {
    const { doors, url } = this.#options;
    const events = this.#eventsOf(attempt);
    if (!this.#polled || !doors) return openSocket(url, events);
    return this.#options.beside().then(async ({ openPolling }) => openPolling(await doors(), events)).catch(() => null);
  }

  #eventsOf(attempt: object): CarrierEvents {
    return {
      onPush: (push) => {
        if (this.#attempt !== attempt) return;
        if (!this.#following) this.#tabs?.push(push);
        this.#options.onPush(push);
      },
      onEnd: (end) => this.#lost(attempt, end),
    };
  }

  /** Says hello. The attempt becomes the present one when it was not already. */
  async #greet(attempt: object, opening: Carrier | Promise<Carrier | null>): Promise<void> {
    const before = this.#attempt;
    const carrier = await opening;
    if (this.#attempt !== before) return carrier?.close();
    this.#opening = carrier;
    const reply = accepted(await carrier?.request(this.#options.hello()));
    if (this.#attempt !== before) return carrier?.close();
    this.#attempt = attempt;
    if (carrier) this.#welcome(carrier, reply);
  }

  #welcome(carrier: Carrier, reply: Reply): void {
    const former = this.#carrier;
    this.#forgetTimers();
    this.#carrier = carrier;
    this.#opening = null;
    former?.close();
    this.#options.onHello(reply);
    carrier.listen();
    this.#turn("online");
    this.#heart.start(((reply.heartbeat_s as number | undefined) ?? 20) * 1000);
    this.#stable = setTimeout(() => (this.#failures = 0), STABLE_AFTER_MS);
    if (this.#following) return;
    this.#tabs?.welcomed();
    if (this.#polled) this.#returnLater(BACK_TO_SOCKET_MS);
    else this.#barren = 0;
  }

  /** From polling back to a socket, tried beside the poll so that nothing is missed meanwhile. */
  #returnLater(ms: number): void {
    this.#back = setTimeout(() => {
      const attempt = {};
      const opening = openSocket(this.#options.url, this.#eventsOf(attempt));
      const stay = (): false | void => this.state === "online" && this.#returnLater(Math.min(ms * 2, 60_000));
      this.#greet(attempt, opening.then((carrier) => ((this.#polled = !carrier), carrier))).catch(stay);
    }, ms);
  }

  async #ping(): Promise<boolean> {
    const reply = await this.#carrier?.request({ type: "ping", ...this.#options.ping?.() });
    if (reply?.ok) this.#options.onPing?.(reply);
    return !!reply;
  }

  /** Gives the connection up without waiting for the network to notice. */
  #drop(): void {
    if (this.state === "online") this.#carrier?.close();
  }

  #lost(attempt: object, end: End): void {
    if (this.#attempt !== attempt) return;
    const wasOnline = this.state === "online";
    const final = FINAL[end.code];
    this.#leave();
    if (!this.#following) this.#tabs?.ended(end, final !== undefined);
    if (final) return this.#turn(final);
    const askedMs = end.retryMs ?? (end.code === SLOW_DOWN ? SLOW_DOWN_MS : null);
    if (wasOnline) this.#awaySince = Date.now();
    // A server that asks to come later was heard: sockets go through.
    else if (askedMs === null && !this.#polled && !this.#following) this.#barren += 1;
    this.#notBefore = Date.now() + (askedMs ?? 0);
    const absence = { failures: this.#failures, awayMs: Date.now() - this.#awaySince, hidden: document.hidden };
    this.#failures += 1;
    // State first: a listener may call `restart`, and its attempt must not be delayed by ours.
    this.#retry = setTimeout(() => void this.#connect(), askedMs ?? backoffMs(absence));
    this.#turn("reconnecting");
  }

  /** Lets another tab have the connection, and comes back through it. */
  #giveWay(): void {
    if (this.#following) return;
    this.#tabs?.ended(GONE, true);
    if (this.#attempt) this.#lost(this.#attempt, GONE);
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
    this.#heart.stop();
    this.#retry = undefined;
  }
}

/** What a refused hello means, in close codes, in case no close follows. */
function verdict({ code }: FrameError): number {
  if (["not_found", "forbidden", "banned"].includes(code)) return FORBIDDEN;
  return code === "slow_down" ? SLOW_DOWN : 0;
}
