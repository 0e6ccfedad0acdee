// Messages on their way: kept in a storage until they are committed, sent one after the other, never reordered, never lost.

import type { AnsweredShape, AttachmentShape, SendReply } from "#wire";
import { newId } from "./new_id.ts";
import { FrameError } from "./wire.ts";

export type PendingState =
  | "draft" // a form that is being filled in: sent when its visitor says so
  | "sending"
  | "waiting" // for the connection
  | "sent" // committed; its message comes through the feed
  | "failed"; // refused: Try again or Delete

/** What is given to a form. The one before a chat has its message with it, whom it is for, and the words that were agreed to. */
export interface Filled extends AnsweredShape {
  text?: string;
  department?: string | null;
  consent?: string | null;
}

export interface Pending {
  readonly client_id: string;
  /** Null: the visitor's present conversation, or a new one. */
  readonly conversation: string | null;
  readonly kind: "text" | "note";
  readonly text: string;
  /** What is given to a form: then it is an answer, and no text. */
  readonly form?: Filled;
  /** Files that go along: uploaded before. */
  readonly attachments?: readonly AttachmentShape[];
  /** Their ids, as they are sent. */
  readonly files?: readonly string[];
  /** The number of the line that it answers. */
  readonly reply_to?: number;
  readonly created_at: string;
  readonly state: PendingState;
  /** Once failed, the number that it stands behind: it keeps its place. Else null, at the end. */
  readonly place: number | null;
  /** The contract's error code and its sentence, when failed. */
  readonly error: { code: string; detail: string; requestId: string | null } | null;
}

/** Where pending messages outlive the page. One entry a message, so that two tabs never overwrite each other. */
export interface OutboxStorage {
  all(): Pending[] | Promise<Pending[]>;
  put(pending: Pending): void;
  drop(clientId: string): void;
}

export const forgetfulStorage: OutboxStorage = { all: () => [], put: () => undefined, drop: () => undefined };

export interface OutboxOptions {
  storage: OutboxStorage;
  /** Sends one message: rejects with FrameError. The same `client_id` may be sent again and again. */
  send(pending: Pending): Promise<SendReply>;
  onChange(pending: readonly Pending[]): void;
  /** The committed number: `feed.expect` it. */
  onSent?(pending: Pending, reply: SendReply): void;
  /** The newest number of its conversation, to keep a failed message's place. */
  lastNumber?(conversation: string | null): number;
}

export type Draft = Pick<Pending, "text"> & Partial<Pick<Pending, "conversation" | "kind" | "form" | "attachments" | "files" | "reply_to" | "state">>;

/** Refusals that pass: the message is tried again by itself. Anything else needs a person. */
const PASSING = new Set(["offline", "slow_down", "busy", "internal"]);
const PASSING_RETRY_MS = 1_000;
/** `internal` may be the message's own fault: after so many it is called failed. */
const INTERNAL_TRIES = 3;

export class Outbox {
  readonly #options: OutboxOptions;
  #list: readonly Pending[] = [];
  #connected = false;
  #working = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #tries = new Map<string, number>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  get pending(): readonly Pending[] {
    return this.#list;
  }

  /** What an earlier page left unsent, before what was written since. */
  async restore(): Promise<void> {
    const kept = await this.#options.storage.all();
    const known = new Set(this.#list.map(({ client_id }) => client_id));
    const back = kept.filter(({ client_id }) => !known.has(client_id)).sort(byId);
    this.#change([...back.map((one) => (one.state === "failed" || one.state === "draft" ? one : { ...one, state: this.#idle() })), ...this.#list]);
    this.#work();
  }

  add(draft: Draft): Pending {
    const made = { client_id: newId(), conversation: null, kind: "text" as const, created_at: new Date().toISOString() };
    const pending: Pending = { ...made, state: this.#idle(), place: null, error: null, ...draft };
    this.#options.storage.put(pending);
    this.#change([...this.#list, pending]);
    this.#work();
    return pending;
  }

  retry(clientId: string): void {
    this.#tries.delete(clientId);
    this.update(clientId, { state: this.#idle(), error: null });
    this.#work();
  }

  remove(clientId: string): void {
    this.#options.storage.drop(clientId);
    this.#change(this.#list.filter(({ client_id }) => client_id !== clientId));
  }

  /** The feed holds these now: they are no longer pending. */
  arrived(clientIds: ReadonlySet<string>): void {
    for (const { client_id } of this.#list) if (clientIds.has(client_id)) this.remove(client_id);
  }

  online(): void {
    this.#connected = true;
    // What held it up was said of another connection.
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#change(this.#list.map((one) => (one.state === "waiting" ? { ...one, state: "sending" } : one)));
    this.#work();
  }

  offline(): void {
    this.#connected = false;
    this.#change(this.#list.map((one) => (one.state === "sending" ? { ...one, state: "waiting" } : one)));
  }

  #idle(): PendingState {
    return this.#connected ? "sending" : "waiting";
  }

  #change(list: readonly Pending[]): void {
    this.#list = list;
    this.#options.onChange(list);
  }

  update(clientId: string, part: Partial<Pending>): void {
    this.#change(this.#list.map((one) => (one.client_id === clientId ? { ...one, ...part } : one)));
    const now = this.#list.find(({ client_id }) => client_id === clientId);
    if (now) this.#options.storage.put(now);
  }

  /** One at a time: only so is the order certain when one of them has to be sent again. */
  #work(): void {
    const next = this.#list.find(({ state }) => state === "sending");
    if (!next || this.#working || !this.#connected || this.#timer !== undefined) return;
    this.#working = true;
    this.#options
      .send(next)
      .then((reply) => this.#succeed(next, reply))
      .catch((error: unknown) => this.#fail(next, error))
      .finally(() => {
        this.#working = false;
        this.#work();
      });
  }

  #succeed(pending: Pending, reply: SendReply): void {
    this.#tries.delete(pending.client_id);
    // Gone already when the push was faster than the reply.
    if (this.#list.some(({ client_id }) => client_id === pending.client_id)) this.update(pending.client_id, { state: "sent" });
    this.#options.storage.drop(pending.client_id);
    this.#options.onSent?.(pending, reply);
  }

  #fail(pending: Pending, error: unknown): void {
    if (!(error instanceof FrameError)) throw error;
    const tries = (this.#tries.get(pending.client_id) ?? 0) + (error.code === "internal" ? 1 : 0);
    this.#tries.set(pending.client_id, tries);
    if (PASSING.has(error.code) && tries < INTERNAL_TRIES) return this.#later(error.retryMs ?? PASSING_RETRY_MS);
    const place = pending.place ?? this.#options.lastNumber?.(pending.conversation) ?? null;
    const { code, message: detail, requestId } = error;
    this.update(pending.client_id, { state: "failed", place, error: { code, detail, requestId } });
  }

  #later(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#work();
    }, ms);
  }
}

const byId = (one: Pending, other: Pending): number => (one.client_id < other.client_id ? -1 : 1);
