// The visitor's session: one connection, one outbox, one feed, and what each frame and push does to them.

import type { MessageShape, Push, SendReply, VisitorConversationShape, WidgetHelloReply, WidgetResumeReply } from "#wire";
import { arrivedIds, emptyFeed, expect, isMissing, readUpTo, receive, replayAfter, replayNewest, unreadFor } from "../../../chat/client/feed.ts";
import type { Feed } from "../../../chat/client/feed.ts";
import { Live } from "../../../chat/client/live.ts";
import type { LiveState } from "../../../chat/client/live.ts";
import { Outbox } from "../../../chat/client/outbox.ts";
import { FrameError } from "../../../chat/client/wire.ts";
import type { Frame, Reply } from "../../../chat/client/wire.ts";
import type { Page, ToLoader, Who } from "../port.ts";
import { stripped } from "./address.ts";
import { outboxStorage } from "./keep.ts";
import type { Keep } from "./keep.ts";
import { newStore } from "./state.ts";
import type { Store } from "./state.ts";
import { TypingNotice } from "./typing.ts";

const LATE_MS = 3_000; // shorter absences are nobody's business
const OWN_MESSAGE_WITHIN_MS = 1_500; // after its reply; then its push was lost
const SIGNED_OUT_AGAIN_MS = 60_000; // two refused tokens within this are no accident

export class Session {
  readonly #key: string;
  readonly keep: Keep;
  readonly #host: (message: ToLoader) => void;
  readonly store: Store = newStore();
  readonly outbox: Outbox;
  readonly typing: TypingNotice;
  readonly #live: Live;
  #page: Page = { url: "", title: "", referrer: "" };
  who: Who | null = null;
  welcomed: (() => void) | null = null;
  #asked: string | null = null;
  #filling = false;
  #stale = false;
  #refusedAt = 0;
  #lateTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(key: string, keep: Keep, host: (message: ToLoader) => void) {
    this.#key = key;
    this.keep = keep;
    this.#host = host;
    this.#live = new Live({
      url: `${location.origin.replace("http", "ws")}/ws/widget/`,
      beside: () => import("./beside.ts"),
      sharing: {
        // Pages of another origin keep another token, also on the same site.
        channel: () => new BroadcastChannel(`parley:${key}:${new URL(this.#page.url).origin}`),
        greet: (hello) => this.#greet(hello),
        onReset: () => this.#forget(),
        // Another tab's page has named its visitor through our connection: it is ours too.
        relayed: ({ type, ...who }, reply) => type === "identify" && reply?.token && this.become(reply.token as string, who),
      },
      doors: async () => (await import("./doors.ts")).visitorDoors(key, () => this.keep.token, () => this.store.value.feed),
      hello: () => this.#hello(),
      onHello: (reply) => this.#welcome(reply as unknown as WidgetHelloReply),
      onPush: (push) => this.#hear(push),
      onState: (state) => this.#linked(state),
    });
    this.outbox = new Outbox({
      storage: outboxStorage(keep),
      send: ({ client_id, text, form, files }) =>
        this.#live.request<SendReply>({ client_id, ...(form ? { type: "form", ...form } : { type: "send", text, rule: this.store.value.rule, attachments: files }) }),
      // What is given to a form is drawn by the form.
      onChange: (pending) => this.store.set({ pending: pending.filter(({ form }) => !form) }),
      onSent: (_, reply) => this.#committed(reply),
      lastNumber: () => this.#feed.last,
    });
    this.typing = new TypingNotice((text) => this.#tell({ type: "typing", text }), (author) => this.store.set({ typing: author }));
  }

  start(page: Page, who: Who | null = null): void {
    this.#page = page;
    this.who = who;
    document.addEventListener("visibilitychange", () => this.#markRead());
    void this.outbox.restore();
    this.#live.start();
  }

  get #feed(): Feed {
    return this.store.value.feed;
  }

  /** A frame whose answer nobody waits for; lost with the connection, and that is fine. */
  #tell(frame: Frame): void {
    this.#live.request(frame).catch(() => undefined);
  }

  #hello(): Frame {
    const { conversation, last } = this.#feed;
    this.#asked = conversation;
    const { url, title, referrer } = this.#page;
    const page = { url: stripped(url), title, referrer: stripped(referrer) };
    const hello = { type: "hello", v: 1, project: this.#key, token: this.keep.token, conversation, page, locale: this.store.value.locale };
    return { ...hello, after: conversation === null ? null : last, identify: this.who };
  }

  #welcome(reply: WidgetHelloReply): void {
    const { token, visitor, operators, conversation } = reply;
    this.#hold(token, visitor.verified, visitor.agreed);
    const joins = conversation !== null && conversation.id === this.#asked;
    const feed = joins ? replayAfter(this.#feed, reply) : replayNewest(emptyFeed(conversation?.id), reply);
    this.store.set({ visitor, operators, conversation });
    this.#took(conversation ? expect(withMarks(feed, conversation), conversation.last_number) : feed);
    this.outbox.online();
    if (this.who && !reply.identified) void import("./said.ts").then(({ vouch }) => vouch(this));
    this.#renew();
  }

  /** Another tab's hello, while this one has the connection: what we know, and what that tab has missed. */
  async #greet(hello: Frame): Promise<Reply | null> {
    const { visitor, operators, conversation } = this.store.value;
    const id = conversation?.id ?? null;
    const after = hello.conversation === id ? hello.after : null;
    this.#tell({ ...(hello.page as Page), type: "page" });
    const reply = await this.ask({ type: "resume", conversation: id, after, before: null });
    return reply && { ...reply, token: this.keep.token, visitor, operators };
  }

  #linked(link: LiveState): void {
    this.store.set({ link });
    clearTimeout(this.#lateTimer);
    if (link === "online") {
      this.store.set({ late: false });
      this.welcomed?.();
      return this.#markRead();
    }
    this.outbox.offline();
    this.typing.quiet();
    this.#lateTimer = setTimeout(() => this.store.set({ late: true }), LATE_MS);
    if (link === "signed_out") this.#anew();
  }

  /** The token is not taken (any more): begin as somebody new. What waits in the outbox still goes out. */
  #anew(): void {
    const again = Date.now() - this.#refusedAt < SIGNED_OUT_AGAIN_MS;
    this.#refusedAt = Date.now();
    this.keep.write("token", (this.keep.token = null));
    this.store.set({ visitor: null, conversation: null, feed: emptyFeed() });
    if (!again) this.#live.restart();
  }

  #hear(push: Push): void {
    if (push.type === "message") this.#said(push.message.conversation, receive(this.#feed, push.message), push.message);
    else if (push.type === "read" && push.conversation === this.#feed.conversation) this.#took(readUpTo(this.#feed, push.side, push.number));
    else if (push.type === "typing" && push.author.kind !== "visitor") this.typing.heard(push.author);
    else if (push.type === "conversation") this.#shaped(push.conversation as VisitorConversationShape);
    else if (push.type === "presence" && "online" in push.operators) this.store.set({ operators: push.operators });
    else if (push.type === "resync") void this.#resume();
    else if (push.type === "restarting") this.#stale ||= push.reload === true;
  }

  #said(conversation: string, feed: Feed, { author: { kind: by }, kind }: MessageShape): void {
    if (this.#feed.conversation !== null && conversation !== this.#feed.conversation) return void this.#adopt(conversation);
    if (feed === this.#feed) return;
    if (by !== "visitor") this.typing.quiet();
    if (feed.last === 1) this.emit("conversation:started", { conversation });
    this.emit(by !== "visitor" ? "message:received" : kind === "form" ? "form:submitted" : "message:sent", { conversation });
    this.#took(feed);
  }

  #shaped(conversation: VisitorConversationShape): void {
    if (this.#feed.conversation !== null && conversation.id !== this.#feed.conversation) return void this.#adopt(conversation.id);
    const before = this.store.value.conversation;
    this.store.set({ conversation });
    if (before?.status === "open" && conversation.status === "closed") this.emit("conversation:ended", { conversation: conversation.id });
    const base = this.#feed.conversation === null ? emptyFeed(conversation.id) : this.#feed;
    this.#took(expect(withMarks(base, conversation), conversation.last_number));
  }

  /** A changed feed: everything that follows from it. */
  #took(feed: Feed): void {
    this.store.set({ feed });
    this.outbox.arrived(arrivedIds(feed));
    this.#markRead();
    if (isMissing(feed)) void this.#fill();
  }

  #committed({ conversation, number }: SendReply): void {
    if (this.#feed.conversation !== null && conversation !== this.#feed.conversation) return void this.#adopt(conversation);
    const base = this.#feed.conversation === null ? emptyFeed(conversation) : this.#feed;
    this.store.set({ feed: expect(base, number) });
    setTimeout(() => isMissing(this.#feed) && void this.#fill(), OWN_MESSAGE_WITHIN_MS);
  }

  /** Asks for what is missing, page by page, until nothing is. */
  async #fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    try {
      while (isMissing(this.#feed)) if (!(await this.#resume())) break;
    } finally {
      this.#filling = false;
    }
  }

  /** Asks for what came after what we hold. Returns whether there was something. */
  async #resume(): Promise<boolean> {
    const { conversation, last } = this.#feed;
    if (conversation === null) return false;
    const reply = await this.ask<WidgetResumeReply>({ type: "resume", conversation, after: last, before: null });
    if (!reply || this.#feed.conversation !== conversation) return false;
    const feed = replayAfter(this.#feed, reply);
    this.store.set({ feed });
    if (reply.conversation) this.#shaped(reply.conversation);
    else this.#took(feed);
    return feed.last > last;
  }

  /** The present conversation is another one: load its newest messages. */
  async #adopt(conversation: string): Promise<void> {
    const reply = await this.ask<WidgetResumeReply>({ type: "resume", conversation, after: null, before: null });
    if (!reply?.conversation) return;
    this.store.set({ conversation: reply.conversation });
    this.#took(withMarks(replayNewest(emptyFeed(conversation), reply), reply.conversation));
  }

  /** Null where there was no answer, or a refusal. */
  async ask<T = Reply>(frame: Frame): Promise<T | null> {
    try {
      return await this.#live.request<T>(frame);
    } catch (error) {
      if (error instanceof FrameError) return null;
      throw error;
    }
  }

  setOpen(open: boolean): void {
    this.store.set({ open });
    if (open) this.#live.wake();
    this.#markRead();
    this.#renew();
  }

  /** Loads the newer frame that the server asked for, once nobody looks and nothing is on its way. */
  #renew(): void {
    const { open, pending } = this.store.value;
    if (this.#stale && !open && !pending.length) location.reload();
  }

  #markRead(): void {
    const { open, link, feed } = this.store.value;
    if (!open || document.hidden || link !== "online" || unreadFor(feed, "visitor") === 0) return;
    this.store.set({ feed: readUpTo(feed, "visitor", feed.last) });
    this.#tell({ type: "read", number: feed.last });
  }

  walked(page: Page): void {
    const moved = page.url !== this.#page.url || page.title !== this.#page.title;
    this.#page = page;
    if (moved) this.#tell({ type: "page", url: stripped(page.url), title: page.title });
  }

  emit(name: string, data: unknown): void {
    this.#host({ t: "event", name, data });
  }

  /** The page keeps the token, but never a verified visitor's: it opens what they said on every device. */
  #hold(token: string, verified: boolean, agreed: boolean): void {
    Object.assign(this.keep, { token, held: !agreed });
    if (agreed) this.keep.write("token", verified ? null : token);
  }

  /** Somebody else from now on, with another history. */
  become(token: string, who = this.who): void {
    this.who = who;
    this.#hold(token, true, !this.keep.held);
    this.store.set({ conversation: null, feed: emptyFeed() });
    this.#live.restart();
  }

  /** Rejects with FrameError where there was no answer, or a refusal. */
  request<T = Reply>(frame: Frame): Promise<T> {
    return this.#live.request<T>(frame);
  }

  /** The page's visitor signed out: this browser's token ends. */
  reset(): void {
    this.#tell({ type: "reset" });
    this.#live.reset();
    this.#forget();
  }

  /** Nothing of them stays here, also not in memory. */
  #forget(): void {
    // At once: who comes now must not be given this visitor's connection.
    this.#live.stop();
    for (const { client_id } of this.outbox.pending) this.outbox.remove(client_id);
    this.keep.write("draft", null);
    this.keep.write("token", null);
    this.#host({ t: "forget" });
    location.reload();
  }
}

function withMarks(feed: Feed, { visitor_read, operator_read }: VisitorConversationShape): Feed {
  return readUpTo(readUpTo(feed, "visitor", visitor_read), "operator", operator_read);
}
