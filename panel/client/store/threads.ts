/** The threads this window has opened: their timelines, resumed by number, and the messages on their way. */

import { signal } from "@preact/signals";
import type { AttachmentPush, MessageShape, PanelResumeReply, SendReply } from "#wire";
import type { Feed } from "../../../chat/client/feed.ts";
import {
  arrivedIds,
  emptyFeed,
  expect,
  isMissing,
  receive,
  replayAfter,
  replayBefore,
  replayNewest,
  shortened,
} from "../../../chat/client/feed.ts";
import { refiled } from "../../../chat/client/files/feed.ts";
import type { Live } from "../../../chat/client/live.ts";
import { Outbox } from "../../../chat/client/outbox.ts";
import type { Pending } from "../../../chat/client/outbox.ts";
import { FrameError } from "../../../chat/client/wire.ts";
import { outboxStorage } from "./outbox_storage.ts";

/** What the threads ask of the connection. */
export type Line = Pick<Live, "request">;

const HELD = 50; // messages of a thread that nobody looks at

interface Range {
  after: number | null;
  before?: number;
}

export class Threads {
  readonly feeds = signal<Readonly<Record<string, Feed>>>({});
  readonly pending = signal<readonly Pending[]>([]);
  /** Why the open thread could not be loaded, or null. */
  readonly problem = signal<string | null>(null);
  /** The message that a search leads to, until it is in view. */
  readonly wanted = signal<{ conversation: string; number: number } | null>(null);
  readonly outbox: Outbox;
  private readonly paging = new Set<string>();
  private readonly resuming = new Set<string>();
  private readonly loading: Record<string, Promise<void>> = {};

  constructor(
    private readonly line: Line,
    /** Whose messages these are: a member in a project. */
    owner: string,
    /** Takes from a reply what it tells of the conversation. */
    private readonly learn: (reply: Promise<PanelResumeReply>) => Promise<PanelResumeReply>,
  ) {
    this.outbox = new Outbox({
      storage: outboxStorage(owner),
      send: ({ conversation, client_id, kind, text, files = [], reply_to = null }) =>
        this.line.request<SendReply>({ type: "send", conversation, client_id, kind, text, attachments: files, reply_to }),
      onChange: (pending) => (this.pending.value = pending),
      onSent: (pending, reply) => this.sent(pending, reply),
      lastNumber: (conversation) => (conversation && this.feeds.value[conversation]?.last) || 0,
    });
    void this.outbox.restore();
  }

  /** Shows a thread: what is held at once, then what is newer. */
  async open(id: string): Promise<void> {
    this.problem.value = null;
    this.shorten(id);
    if (this.feeds.value[id]) await this.resume(id);
    else await this.newest(id);
  }

  /** Begun with the press, before it is let go: by then the lines are here. */
  foresee(id: string): void {
    if (!this.feeds.value[id]) void this.newest(id);
  }

  /** Whatever was read upwards in other threads goes: one of thousands of lines would take a moment each time it is opened. */
  private shorten(open: string): void {
    const all = Object.entries(this.feeds.value).map(([id, feed]) => [id, id === open ? feed : shortened(feed, HELD)]);
    this.feeds.value = Object.fromEntries(all) as Record<string, Feed>;
  }

  /** The connection is back: the open thread goes on by number; the others load again when they are opened. */
  async reconnected(open: string | null): Promise<void> {
    const feed = open ? this.feeds.value[open] : undefined;
    this.feeds.value = open && feed ? { [open]: feed } : {};
    this.resuming.clear();
    if (open) await this.open(open);
    // What a tab left that crashed meanwhile goes out from here.
    await this.outbox.restore();
    this.outbox.online();
  }

  hear(message: MessageShape): void {
    const feed = this.feeds.value[message.conversation];
    if (feed) this.keep(message.conversation, receive(feed, message));
    else if (message.client_id) this.outbox.arrived(new Set([message.client_id]));
  }

  /** What became of a file of a message. */
  fileIs(push: AttachmentPush): void {
    const feed = this.feeds.value[push.conversation];
    if (feed) this.keep(push.conversation, refiled(feed, push));
  }

  async older(id: string): Promise<void> {
    const feed = this.feeds.value[id];
    if (!feed?.older || this.paging.has(id)) return;
    this.paging.add(id);
    const reply = await this.ask(id, { after: null, before: feed.before + 1 });
    this.paging.delete(id);
    const present = this.feeds.value[id];
    if (reply && present) this.keep(id, replayBefore(present, reply));
  }

  private newest(id: string): Promise<void> {
    return (this.loading[id] ??= this.load(id).finally(() => delete this.loading[id]));
  }

  private async load(id: string): Promise<void> {
    const reply = await this.ask(id, { after: null });
    if (!reply) return;
    this.keep(id, replayNewest(this.feeds.value[id] ?? emptyFeed(id), reply));
  }

  /** Asks for what follows until nothing is missing. */
  private async resume(id: string): Promise<void> {
    const feed = this.feeds.value[id];
    if (!feed || this.resuming.has(id)) return;
    this.resuming.add(id);
    const reply = await this.ask(id, { after: feed.last });
    this.resuming.delete(id);
    const present = this.feeds.value[id];
    if (!reply || !present) return;
    const next = replayAfter(present, reply);
    const advanced = next.last > present.last;
    this.feeds.value = { ...this.feeds.value, [id]: next };
    this.outbox.arrived(arrivedIds(next));
    if ((reply.more || isMissing(next)) && advanced) await this.resume(id);
  }

  private async ask(conversation: string, range: Range): Promise<PanelResumeReply | null> {
    try {
      return await this.learn(this.line.request({ type: "resume", conversation, ...range }));
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      // Away: `reconnected` asks again. Anything else is said where the thread would be.
      if (error.code !== "offline") this.problem.value = error.code;
      return null;
    }
  }

  private keep(id: string, feed: Feed): void {
    if (feed === this.feeds.value[id]) return;
    this.feeds.value = { ...this.feeds.value, [id]: feed };
    this.outbox.arrived(arrivedIds(feed));
    if (isMissing(feed)) void this.resume(id);
  }

  private sent({ client_id, conversation }: Pending, { number }: SendReply): void {
    const feed = conversation ? this.feeds.value[conversation] : undefined;
    // Nobody looks at that thread: its message will be there when it is opened.
    if (!feed || !conversation) this.outbox.remove(client_id);
    else this.keep(conversation, expect(feed, number));
  }
}
