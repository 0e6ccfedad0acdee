// What every live connection speaks, by socket or by HTTP: frames out, replies in, and how a refusal looks.

import type { Push } from "#wire";

export type { Push };

/** A client frame of the contract, without its `ref`: the connection adds that. */
export interface Frame {
  type: string;
  [field: string]: unknown;
}

/** A reply as it came: its fields where `ok` is true, else its `error`. Callers name the fields they expect: `request<SendReply>(…)`. */
export type Reply = Record<string, unknown>;

/** Why a frame got no answer: one of the contract's codes, or `offline` when the connection went first. */
export class FrameError extends Error {
  constructor(
    readonly code: string,
    detail: string,
    readonly retryMs: number | null = null,
    readonly requestId: string | null = null,
  ) {
    super(detail);
  }
}

/** Why a connection ended: a close code of the contract, or 0 where the network just went. */
export interface End {
  code: number;
  /** How long the server asked us to stay away, if it did. */
  retryMs: number | null;
}

/** What a connection tells its owner. `onEnd` comes once, and nothing after it. */
export interface CarrierEvents {
  onPush(push: Push): void;
  onEnd(end: End): void;
}

/** One connection. It ends once and is not used again; `live.ts` makes the next. */
export interface Carrier {
  /** The reply, good or bad; null when the connection went first. */
  request(frame: Frame): Promise<Reply | null>;
  /** Called after the reply to `hello`: from here on pushes are wanted. */
  listen(): void;
  close(): void;
}

interface RefusalShape {
  code?: string;
  detail?: string;
  retry_ms?: number;
  request_id?: string;
}

/** The fields of a good reply. Throws FrameError for any other, and `offline` for none. */
export function accepted(reply: Reply | null | undefined): Reply {
  if (reply?.ok) return reply;
  const refusal = (reply ? reply.error : { code: "offline" }) as RefusalShape | undefined;
  throw new FrameError(refusal?.code ?? "internal", refusal?.detail ?? "", refusal?.retry_ms ?? null, refusal?.request_id ?? null);
}
