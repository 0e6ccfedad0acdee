// The visitor's session against a scripted connection: what it asks for, and that the screen's state follows.

import type { MessageShape, VisitorConversationShape } from "#wire";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveOptions, LiveState } from "../../../chat/client/live.ts";
import type { Frame, Reply } from "../../../chat/client/wire.ts";
import type { Keep } from "./keep.ts";
import { Session } from "./session.ts";

/** The connection, with the test at its other end. */
const wire = vi.hoisted(() => ({
  options: null as unknown,
  sent: [] as Frame[],
  answers: {} as Record<string, (frame: Frame) => Reply>,
  restarts: 0,
  stops: 0,
}));

vi.mock("../../../chat/client/live.ts", () => ({
  Live: class {
    constructor(options: LiveOptions) {
      wire.options = options;
    }
    start(): void {}
    wake(): void {}
    restart(): void {
      wire.restarts += 1;
    }
    reset(): void {}
    stop(): void {
      wire.stops += 1;
    }
    request(frame: Frame): Promise<Reply> {
      wire.sent.push(frame);
      return Promise.resolve(wire.answers[frame.type]?.(frame) ?? {});
    }
  },
}));

const options = (): LiveOptions => wire.options as LiveOptions;
const sent = (type: string): Frame[] => wire.sent.filter((frame) => frame.type === type);
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function message(number: number, part: Partial<MessageShape> = {}): MessageShape {
  const author = { kind: "operator", id: "o1", name: "Ines", avatar: null } as const;
  const shape = { conversation: "c1", number, kind: "text", author, text: `text ${number}`, data: null } as const;
  return { ...shape, attachments: [], client_id: null, created_at: "2026-05-12T14:00:00Z", edited_at: null, deleted: false, ...part };
}

function conversation(part: Partial<VisitorConversationShape> = {}): VisitorConversationShape {
  const marks = { last_number: 0, unread: 0, visitor_read: 0, operator_read: 0 };
  return { id: "c1", status: "open", assignee: null, last_message: null, ...marks, rating: null, created_at: "", ...part };
}

function welcome(messages: MessageShape[], present: VisitorConversationShape | null = conversation(), more = false): void {
  options().hello();
  const visitor = { id: "v1", name: "", email: "", known: [], agreed: true, verified: false };
  options().onHello({ token: "t1", visitor, conversation: present, messages, more, operators: { online: true, people: [] }, heartbeat_s: 20 });
  state("online");
}

function state(link: LiveState): void {
  options().onState?.(link);
}

const push = (one: MessageShape): void => options().onPush({ type: "message", conversation: one.conversation, message: one });

let session: Session;
let kept: Map<string, string | null>;
let keep: Keep;
const numbers = (): number[] => session.store.value.feed.messages.map(({ number }) => number);

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(wire, { sent: [], answers: {}, restarts: 0, stops: 0 });
  kept = new Map();
  keep = { token: null, draft: "", pending: [], forgetful: false, write: (name, value) => void kept.set(name, value) };
  session = new Session("shop1", keep, () => undefined);
  session.start({ url: "https://shop.example/a?token=secret", title: "Shop", referrer: "" });
});

afterEach(() => void vi.useRealTimers());

describe("hello", () => {
  it("names the project and a page without its query values", () => {
    expect(options().hello()).toMatchObject({ v: 1, project: "shop1", token: null, conversation: null, after: null });
    expect(JSON.stringify(options().hello())).not.toContain("secret");
  });

  it("keeps the token, and next time names what it holds", () => {
    welcome([message(1), message(2)]);
    expect(kept.get("token")).toBe("t1");
    expect(options().hello()).toMatchObject({ token: "t1", conversation: "c1", after: 2 });
  });

  it("adds what came while it was away, and asks for the rest when there is more", async () => {
    welcome([message(1)]);
    wire.answers.resume = ({ after }) => ({ messages: [message(Number(after) + 1)], more: after !== 4, conversation: conversation({ last_number: 5 }) });
    state("reconnecting");
    welcome([message(2)], conversation({ last_number: 5 }), true);
    push(message(5));
    await settle();
    expect(numbers()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a lost push", () => {
  it("costs one question, at the next number", async () => {
    welcome([message(1)]);
    wire.answers.resume = () => ({ messages: [message(2)], more: false, conversation: conversation({ last_number: 3 }) });
    push(message(3));
    await settle();
    expect(sent("resume")).toEqual([{ type: "resume", conversation: "c1", after: 1, before: null }]);
    expect(numbers()).toEqual([1, 2, 3]);
  });

  it("of one's own message is noticed by its answer", async () => {
    welcome([]);
    const own = (client_id: unknown): MessageShape =>
      message(1, { client_id: String(client_id), author: { kind: "visitor", id: "v1", name: "", avatar: null } });
    wire.answers.send = () => ({ conversation: "c1", number: 1, created_at: "" });
    session.outbox.add({ text: "hello" });
    await settle(100);
    expect(session.store.value.pending).toMatchObject([{ state: "sent" }]);
    wire.answers.resume = () => ({ messages: [own(sent("send")[0]?.client_id)], more: false, conversation: conversation() });
    await settle(2_000);
    expect(numbers()).toEqual([1]);
    expect(session.store.value.pending).toEqual([]);
  });
});

describe("another conversation", () => {
  it("is taken over when another tab began it", async () => {
    welcome([message(1), message(2)], conversation({ status: "closed" }));
    wire.answers.resume = () => ({ messages: [message(1, { conversation: "c2", text: "new" })], more: false, conversation: conversation({ id: "c2" }) });
    push(message(1, { conversation: "c2" }));
    await settle();
    expect(session.store.value.conversation?.id).toBe("c2");
    expect(session.store.value.feed.messages.map(({ text }) => text)).toEqual(["new"]);
  });
});

describe("reading", () => {
  it("is told once the chat is open, and only of what the other side said", async () => {
    welcome([message(1), message(2)]);
    expect(sent("read")).toEqual([]);
    session.setOpen(true);
    expect(sent("read")).toEqual([{ type: "read", number: 2 }]);
    push(message(3));
    expect(sent("read").at(-1)).toEqual({ type: "read", number: 3 });
  });
});

describe("a refused token", () => {
  it("begins anew, once; what waits still goes out", async () => {
    welcome([message(1)]);
    state("reconnecting");
    session.outbox.add({ text: "still here" });
    state("signed_out");
    expect(kept.get("token")).toBeNull();
    expect(wire.restarts).toBe(1);
    welcome([], null);
    await settle(100);
    expect(sent("send")).toMatchObject([{ text: "still here" }]);
    state("signed_out");
    expect(wire.restarts).toBe(1);
  });
});

describe("another tab of the same visitor", () => {
  it("is greeted with what this tab knows and what that one has missed", async () => {
    welcome([message(1), message(2)], conversation({ last_number: 2 }));
    wire.answers.resume = () => ({ ok: true, messages: [message(2)], more: false, conversation: conversation({ last_number: 2 }) });
    const page = { url: "https://shop.example/bowls", title: "Bowls", referrer: "" };
    const answer = await options().sharing?.greet({ type: "hello", conversation: "c1", after: 1, page });
    expect(sent("resume")).toEqual([{ type: "resume", conversation: "c1", after: 1, before: null }]);
    expect(sent("page")).toMatchObject([{ url: "https://shop.example/bowls", title: "Bowls" }]);
    expect(answer).toMatchObject({ ok: true, token: "t1", visitor: { id: "v1" }, messages: [{ number: 2 }], operators: { online: true } });
  });

  it("that knows another conversation, or none, gets the newest", async () => {
    welcome([message(1)]);
    await options().sharing?.greet({ type: "hello", conversation: null, after: null, page: {} });
    expect(sent("resume")).toMatchObject([{ conversation: "c1", after: null }]);
  });

  it("shares a connection only on the same origin: each keeps its own token", () => {
    const channel = options().sharing?.channel();
    expect(channel?.name).toBe("parley:shop1:https://shop.example");
    channel?.close();
  });
});

it("forgets its visitor when another tab signs out, and shares nothing of them meanwhile", () => {
  const reload = vi.fn();
  vi.stubGlobal("location", { origin: "https://chat.example", reload });
  welcome([message(1)]);
  session.outbox.add({ text: "secret" });
  options().sharing?.onReset?.();
  expect([wire.stops, kept.get("token"), kept.get("draft"), session.outbox.pending]).toEqual([1, null, null, []]);
  expect(reload).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

it("asks for the rest when more was missed than a hello gives", async () => {
  wire.answers.resume = ({ after }) => ({ messages: [message(Number(after) + 1)], more: false, conversation: conversation({ last_number: 3 }) });
  welcome([message(1)], conversation({ last_number: 3 }), true);
  await settle();
  expect(numbers()).toEqual([1, 2, 3]);
});

it("loads the newer frame that a restart asks for, once the chat is closed and nothing waits", () => {
  const reload = vi.fn();
  vi.stubGlobal("location", { origin: "https://chat.example", reload });
  welcome([]);
  session.setOpen(true);
  options().onPush({ type: "restarting", retry_ms: 100, reload: true });
  welcome([]);
  expect(reload).not.toHaveBeenCalled();
  session.setOpen(false);
  expect(reload).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

it("says that it is late only after three seconds", async () => {
  welcome([]);
  state("reconnecting");
  await settle(2_900);
  expect(session.store.value.late).toBe(false);
  await settle(200);
  expect(session.store.value.late).toBe(true);
  state("online");
  expect(session.store.value.late).toBe(false);
});
