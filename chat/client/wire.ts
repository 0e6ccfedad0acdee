// What every live connection speaks, by socket or by HTTP: frames out, replies in, and how a refusal looks.

import type { Push } from "#wire";

export type { Push };

/** A client frame of the contract, without its `ref`: the connection adds that. */
export interface Frame {
  type: string;
  [field: string]: unknown;
}

/** The fields of a successful reply. Callers name the reply they expect: `request<SendReply>(…)`. */
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
    this.name = "FrameError";
  }
}

export const offline = (): FrameError => new FrameError("offline", "The connection is away.");

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
  request(frame: Frame): Promise<Reply>;
  /** Called after the reply to `hello`: from here on pushes are wanted. */
  listen(): void;
  close(): void;
}

export const CLOSE = { SIGNED_OUT: 4401, FORBIDDEN: 4403, TOO_SLOW: 4408, SLOW_DOWN: 4429, RESTARTING: 1012 } as const;

interface RawError {
  code?: unknown;
  detail?: unknown;
  retry_ms?: unknown;
  request_id?: unknown;
}

/** The error inside a reply or an HTTP body, whatever it lacks. */
export function frameError(raw: unknown): FrameError {
  const error: RawError = typeof raw === "object" && raw !== null ? raw : {};
  return new FrameError(
    typeof error.code === "string" ? error.code : "internal",
    typeof error.detail === "string" ? error.detail : "",
    typeof error.retry_ms === "number" ? error.retry_ms : null,
    typeof error.request_id === "string" ? error.request_id : null,
  );
}
