// One WebSocket: a frame out is a promise of its reply, everything without a `ref` is a push.

import type { Push } from "#wire";
import type { Carrier, CarrierEvents, Frame, Reply } from "./wire.ts";

/** No handshake and no word by then: a proxy swallows sockets, or what goes through them. */
const SPEAKS_WITHIN_MS = 8_000;

/** Opens a socket; null when there is no handshake (a wrong Origin looks the same to a script). */
export function openSocket(url: string, events: CarrierEvents): Promise<Carrier | null> {
  return new Promise((resolve) => new SocketCarrier(new WebSocket(url), events, resolve));
}

class SocketCarrier implements Carrier {
  readonly #socket: WebSocket;
  readonly #events: CarrierEvents;
  readonly #opened: (carrier: Carrier | null) => void;
  readonly #waiting = new Map<unknown, (reply: Reply | null) => void>();
  readonly #silence: ReturnType<typeof setTimeout>;
  #lastRef = 0;
  #retryMs: number | null = null;
  #ended = false;

  constructor(socket: WebSocket, events: CarrierEvents, opened: (carrier: Carrier | null) => void) {
    this.#socket = socket;
    this.#events = events;
    this.#opened = opened;
    this.#silence = setTimeout(() => this.close(), SPEAKS_WITHIN_MS);
    socket.onopen = () => opened(this);
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#end(event.code);
  }

  request(frame: Frame): Promise<Reply | null> {
    return new Promise((resolve) => {
      if (this.#socket.readyState !== WebSocket.OPEN) return resolve(null);
      this.#waiting.set((this.#lastRef += 1), resolve);
      this.#socket.send(JSON.stringify({ ...frame, ref: this.#lastRef }));
    });
  }

  listen(): void {}

  close(): void {
    this.#socket.close(1000);
    // Not waiting for the closing handshake: over a dead network it takes a minute.
    this.#end(1000);
  }

  #hear(data: unknown): void {
    if (this.#ended || typeof data !== "string") return;
    clearTimeout(this.#silence);
    const frame = JSON.parse(data) as Reply;
    if (frame.type === "reply") {
      this.#waiting.get(frame.ref)?.(frame);
      this.#waiting.delete(frame.ref);
      return;
    }
    // Said before 1012 and 4429, whose close reason may be dropped.
    if (typeof frame.retry_ms === "number") this.#retryMs = frame.retry_ms;
    this.#events.onPush(frame as unknown as Push);
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#silence);
    this.#opened(null);
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#events.onEnd({ code, retryMs: this.#retryMs });
  }
}
