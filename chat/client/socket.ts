// One WebSocket: a frame out is a promise of its reply, everything without a `ref` is a push.

import type { Push } from "#wire";
import { frameError, offline } from "./wire.ts";
import type { Carrier, CarrierEvents, Frame, FrameError, Reply } from "./wire.ts";

/** No handshake by then: a proxy swallows sockets. */
const OPEN_WITHIN_MS = 8_000;

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: FrameError): void;
}

/** Opens a socket. Rejects with `offline` when there is no handshake (a wrong Origin looks the same to a script). */
export function openSocket(url: string, events: CarrierEvents): Promise<Carrier> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => socket.close(), OPEN_WITHIN_MS);
    socket.onopen = () => {
      clearTimeout(timer);
      resolve(new SocketCarrier(socket, events));
    };
    socket.onclose = () => {
      clearTimeout(timer);
      reject(offline());
    };
  });
}

class SocketCarrier implements Carrier {
  readonly #waiting = new Map<number, Waiting>();
  #lastRef = 0;
  #retryMs: number | null = null;
  #ended = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly events: CarrierEvents,
  ) {
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#end(event.code);
  }

  request(frame: Frame): Promise<Reply> {
    if (this.#ended || this.socket.readyState !== WebSocket.OPEN) return Promise.reject(offline());
    const ref = (this.#lastRef += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(ref, { resolve, reject });
      this.socket.send(JSON.stringify({ ...frame, ref }));
    });
  }

  listen(): void {}

  close(): void {
    this.socket.close(1000);
    // Not waiting for the closing handshake: over a dead network it takes a minute.
    this.#end(1000);
  }

  #hear(data: unknown): void {
    if (this.#ended || typeof data !== "string") return;
    const frame = JSON.parse(data) as Reply;
    if (frame.type === "reply") return this.#settle(frame);
    if ((frame.type === "slow" || frame.type === "restarting") && typeof frame.retry_ms === "number")
      this.#retryMs = frame.retry_ms;
    this.events.onPush(frame as unknown as Push);
  }

  #settle(reply: Reply): void {
    const ref = typeof reply.ref === "number" ? reply.ref : -1;
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    if (reply.ok === true) waiting?.resolve(reply);
    else waiting?.reject(frameError(reply.error));
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const { reject } of this.#waiting.values()) reject(offline());
    this.#waiting.clear();
    this.events.onEnd({ code, retryMs: this.#retryMs });
  }
}
