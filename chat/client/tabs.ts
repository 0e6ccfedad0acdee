// One connection for all tabs of a person: one tab leads and holds it, the others speak and hear through it.

import type { Carrier, CarrierEvents, End, Frame, Push, Reply } from "./wire.ts";

/** No leader has answered by then: there is none. */
const ANSWER_WITHIN_MS = 300;
const LISTEN_EVERY_MS = 500;
/** A leader that was silent for so long, and did not answer twice, is closed, crashed or frozen. */
const SILENCES = 3;

/** Now, as a name that no other tab gives. */
const now = (): number => Date.now() + Math.random();

/** The answer to a frame that the server need not hear. */
const DONE: Reply = { ok: true };

/** Between tabs, which are named by when they began. So is a leader, by when it began to lead: of two, the newer one is right. */
type Note =
  | { t: "who"; tab: number }
  | { t: "lead"; leader: number }
  | { t: "ask"; leader: number; tab: number; ref: number; frame: Frame }
  | { t: "tell"; ref: number; reply: Reply | null }
  | { t: "push"; leader: number; push: Push }
  | { t: "end"; leader: number; end: End }
  | { t: "reset" };

/** What tabs share, and what the one that leads does for the others. */
export interface Sharing {
  /** Opens the channel between the tabs that have one connection together. Whoever stops before the page goes closes it. */
  channel(): BroadcastChannel;
  /** Answers another tab's hello: the connection has said its own. */
  greet(hello: Frame): Promise<Reply | null>;
  /** Whether another tab's frame goes on to the server. */
  passes?(frame: Frame, tab: number): boolean;
  /** Another tab's frame was answered. */
  relayed?(frame: Frame, reply: Reply | null): unknown;
  /** Another tab has signed its visitor out. */
  onReset?(): void;
}

/** The connection of the tab that leads. */
export interface Line {
  /** Another tab needs it: look whether it stands, or make it now. */
  wake(): void;
  /** A newer leader is there: let it go. */
  giveWay(): void;
  relay(frame: Frame): Promise<Reply | null>;
}

export class Tabs {
  readonly #channel: Pick<BroadcastChannel, "onmessage" | "postMessage">;
  readonly #sharing: Sharing;
  readonly #line: Line;
  #online: boolean;
  readonly #id = now();
  #leader = 0;
  /** Other tabs whose hello waits for the connection. */
  #greetings: (() => void)[] = [];
  #following: Following | null = null;
  /** While it is asked who leads: called with the leader, or with 0 to lead ourselves. */
  #settle: ((leader: number) => void) | null = null;
  #patience: ReturnType<typeof setTimeout> | undefined;

  /** `leads` and `online` say how far this tab came before it heard of another. */
  constructor(channel: Pick<BroadcastChannel, "onmessage" | "postMessage">, sharing: Sharing, line: Line, leads: boolean, online: boolean) {
    this.#channel = channel;
    this.#sharing = sharing;
    this.#line = line;
    this.#online = online;
    channel.onmessage = ({ data }) => this.#hear(data as Note);
    if (leads) this.#lead();
  }

  /** Finds the leader and gives the way through it; null when it is this tab. */
  join(events: CarrierEvents): Promise<Carrier | null> {
    return new Promise((resolve) => {
      if (this.#leader) return resolve(null);
      this.#settle = (leader) => {
        this.#settle = null;
        clearTimeout(this.#patience);
        if (leader) this.#following = new Following(leader, this.#id, (note) => this.#say(note), events);
        else this.#lead();
        resolve(leader ? this.#following : null);
      };
      this.#wait();
      this.#say({ t: "who", tab: this.#id });
    });
  }

  #wait(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#settle?.(0), ANSWER_WITHIN_MS);
  }

  /** The leader's hello was answered. */
  welcomed(): void {
    this.#online = true;
    for (const greet of this.#greetings.splice(0)) greet();
  }

  push(push: Push): void {
    this.#say({ t: "push", leader: this.#leader, push });
  }

  /** The leader's connection ended: the others hear why. With `resigns` one of them takes over, now. */
  ended(end: End, resigns: boolean): void {
    this.#online = false;
    this.#greetings = [];
    if (this.#leader) this.#say({ t: "end", leader: this.#leader, end });
    if (resigns) this.#leader = 0;
  }

  /** All other tabs forget this person. */
  reset(): void {
    this.#say({ t: "reset" });
  }

  #lead(): void {
    this.#leader = now();
    this.#say({ t: "lead", leader: this.#leader });
  }

  #say(note: Note): void {
    this.#channel.postMessage(note);
  }

  #hear(note: Note): void {
    const following = this.#following;
    if (note.t === "who") {
      if (this.#leader) this.#say({ t: "lead", leader: this.#leader });
      // Of several that seek, the oldest tab goes first.
      else if (this.#settle && note.tab < this.#id) this.#wait();
    } else if (note.t === "lead") this.#met(note.leader);
    else if (note.t === "ask") {
      if (note.leader === this.#leader) void this.#answer(note);
    } else if (note.t === "tell") following?.told(note.ref, note.reply);
    else if (note.t === "reset") this.#sharing.onReset?.();
    else if (note.leader === following?.leader) {
      following.silences = 0;
      if (note.t === "push") following.pushed(note.push);
      else following.end(note.end);
    }
  }

  #met(leader: number): void {
    const following = this.#following;
    if (this.#leader > leader) this.#say({ t: "lead", leader: this.#leader });
    else if (this.#leader) {
      this.#leader = 0;
      this.#line.giveWay();
    } else if (this.#settle) this.#settle(leader);
    else if (following?.leader === leader) following.silences = 0;
    else if (following && following.leader < leader) following.end({ code: 0, retryMs: 0 });
  }

  async #answer({ tab, ref, frame }: Note & { t: "ask" }): Promise<void> {
    const hello = frame.type === "hello";
    // Who comes, or looks whether its way still stands, means all of it.
    if (hello || frame.type === "ping") this.#line.wake();
    if (hello && !this.#online) await new Promise<void>((resolve) => this.#greetings.push(resolve));
    const { greet, passes, relayed } = this.#sharing;
    const reply = await (hello ? greet(frame) : passes?.(frame, tab) === false ? DONE : this.#line.relay(frame));
    this.#say({ t: "tell", ref, reply });
    if (!hello) relayed?.(frame, reply);
  }
}

/** The way through the leader, for as long as it leads. */
class Following implements Carrier {
  readonly #tab: number;
  readonly #say: (note: Note) => void;
  readonly #events: CarrierEvents;
  silences = 0;
  readonly #waiting = new Map<number, (reply: Reply | null) => void>();
  readonly #listen = setInterval(() => this.#notice(), LISTEN_EVERY_MS);
  #ended = false;
  /** Pushes that came before the answer to hello. */
  #held: Push[] | null = [];

  constructor(readonly leader: number, tab: number, say: (note: Note) => void, events: CarrierEvents) {
    this.#tab = tab;
    this.#say = say;
    this.#events = events;
  }

  request(frame: Frame): Promise<Reply | null> {
    return new Promise((resolve) => {
      if (this.#ended) return resolve(null);
      const ref = now();
      this.#waiting.set(ref, resolve);
      this.#say({ t: "ask", leader: this.leader, tab: this.#tab, ref, frame });
    });
  }

  listen(): void {
    this.#held?.forEach((push) => this.#events.onPush(push));
    this.#held = null;
  }

  close(): void {
    this.end({ code: 1000, retryMs: null });
  }

  told(ref: number, reply: Reply | null): void {
    this.#waiting.get(ref)?.(reply);
    this.#waiting.delete(ref);
  }

  pushed(push: Push): void {
    if (this.#held) this.#held.push(push);
    else this.#events.onPush(push);
  }

  end(end: End): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#listen);
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#events.onEnd(end);
  }

  #notice(): void {
    this.silences += 1;
    if (this.silences > SILENCES) this.end({ code: 0, retryMs: 0 });
    else if (this.silences > 1) this.#say({ t: "who", tab: Infinity });
  }
}
