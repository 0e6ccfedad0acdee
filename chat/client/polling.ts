// The same connection without a socket: frames are posted in order, pushes come from a long poll. For networks that block sockets.

import type { MessageShape, Push, VisitorConversationShape } from "#wire";
import type { Carrier, CarrierEvents, End, Frame, Reply } from "./wire.ts";

const FRAMES_WITHIN_MS = 15_000;
/** The server holds a feed request for 20 s; this much longer means that the network swallowed it. */
const FEED_WITHIN_MS = 35_000;

/** Where the HTTP doors are, and what each request must say. Asked anew for each request. */
export interface PollingDoors {
  framesUrl: string;
  feedUrl(cursor: string | null): string;
  /** What stands beside `frames` in the body: `v`, and whose frames they are. */
  envelope(): Record<string, unknown>;
  headers(): Record<string, string>;
}

interface Queued {
  frame: Frame;
  resolve(reply: Reply | null): void;
}

interface FeedAnswer {
  pushes?: Push[];
  cursor?: string | null;
  messages?: MessageShape[];
  more?: boolean;
  conversation?: VisitorConversationShape | null;
}

export function openPolling(doors: PollingDoors, events: CarrierEvents): Carrier {
  return new PollingCarrier(doors, events);
}

class PollingCarrier implements Carrier {
  readonly #doors: PollingDoors;
  readonly #events: CarrierEvents;
  #queue: Queued[] = [];
  #posting = false;
  readonly #gone = new AbortController();

  constructor(doors: PollingDoors, events: CarrierEvents) {
    this.#doors = doors;
    this.#events = events;
  }

  request(frame: Frame): Promise<Reply | null> {
    return new Promise((resolve) => {
      if (this.#gone.signal.aborted) return resolve(null);
      this.#queue.push({ frame, resolve });
      void this.#post();
    });
  }

  listen(): void {
    void this.#follow();
  }

  close(): void {
    this.#end({ code: 1000, retryMs: null });
  }

  /** One request at a time, so that frames arrive in the order they were made. */
  async #post(): Promise<void> {
    if (this.#posting) return;
    this.#posting = true;
    while (this.#queue.length && !this.#gone.signal.aborted) {
      const batch = this.#queue.splice(0);
      const frames = batch.map(({ frame }, ref) => ({ ...frame, ref }));
      const body = JSON.stringify({ ...this.#doors.envelope(), frames });
      const answer = await this.#ask(this.#doors.framesUrl, FRAMES_WITHIN_MS, { method: "POST", body });
      const replies = (answer?.replies ?? []) as Reply[];
      batch.forEach(({ resolve }, ref) => resolve(replies.find((one) => one.ref === ref) ?? null));
    }
    this.#posting = false;
  }

  async #follow(): Promise<void> {
    let cursor: string | null = null;
    while (!this.#gone.signal.aborted) {
      const answer: FeedAnswer | null = await this.#ask(this.#doors.feedUrl(cursor), FEED_WITHIN_MS, {});
      if (!answer) return;
      cursor = answer.cursor ?? cursor;
      for (const message of answer.messages ?? [])
        this.#events.onPush({ type: "message", conversation: message.conversation, message });
      if (answer.conversation) this.#events.onPush({ type: "conversation", conversation: answer.conversation });
      for (const push of answer.pushes ?? []) this.#events.onPush(push);
    }
  }

  /** The JSON of an answer, or null where there is none: then this connection has ended. */
  async #ask(url: string, withinMs: number, init: RequestInit): Promise<Reply | null> {
    const timer = setTimeout(() => this.#end({ code: 0, retryMs: null }), withinMs);
    const { signal } = this.#gone;
    const headers: Record<string, string> = { ...this.#doors.headers() };
    if (init.body) headers["Content-Type"] = "application/json";
    try {
      const answer = await fetch(url, { ...init, headers, signal, cache: "no-store" });
      if (answer.ok) return (await answer.json()) as Reply;
      this.#end(endOf(answer));
    } catch {
      this.#end({ code: 0, retryMs: null });
    } finally {
      clearTimeout(timer);
    }
    return null;
  }

  #end(end: End): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort();
    for (const { resolve } of this.#queue.splice(0)) resolve(null);
    this.#events.onEnd(end);
  }
}

/** An HTTP refusal in the words of a socket's close: its status plus 4000, and what is not there is not ours. */
function endOf({ status, headers }: Response): End {
  const seconds = Number(headers.get("Retry-After"));
  return { code: 4000 + (status === 404 ? 403 : status), retryMs: seconds > 0 ? seconds * 1000 : null };
}
