// The threads of a window: resumed by number, sent once, older pages in front.

import { beforeEach, describe, expect, it, vi } from "vitest";
import type { MessageShape, PanelResumeReply } from "#wire";
import { FrameError } from "../../../chat/client/wire.ts";
import type { Frame } from "../../../chat/client/wire.ts";
import { Threads } from "./threads.ts";

const OLGA = { kind: "operator" as const, id: "olga", name: "Olga", avatar: null };

function message(number: number, part: Partial<MessageShape> = {}): MessageShape {
  return {
    conversation: "a",
    number,
    kind: "text",
    author: { kind: "visitor", id: "vera", name: "Vera", avatar: null },
    text: `${number}`,
    data: null,
    attachments: [],
    client_id: null,
    created_at: "2026-01-05T12:00:00Z",
    edited_at: null,
    deleted: false,
    ...part,
  };
}

/** A server that holds the messages 1 to `last`, 50 a page. */
class Server {
  frames: Frame[] = [];
  away = false;
  last = 0;

  request = <T>(frame: Frame): Promise<T> => {
    if (this.away) return Promise.reject(new FrameError("offline", ""));
    this.frames.push(frame);
    return Promise.resolve((frame.type === "resume" ? this.resume(frame) : this.sent()) as T);
  };

  private sent() {
    this.last += 1;
    return { conversation: "a", number: this.last, created_at: "2026-01-05T12:00:00Z" };
  }

  private resume({ after, before }: Frame): PanelResumeReply {
    const all = Array.from({ length: this.last }, (_, at) => message(at + 1));
    const found =
      typeof after === "number" ? all.slice(after) : all.slice(0, typeof before === "number" ? before - 1 : undefined).slice(-50);
    const more = after === null && (found[0]?.number ?? 1) > 1;
    return { messages: found, more, conversation: {} as PanelResumeReply["conversation"] };
  }
}

const numbers = (threads: Threads) => threads.feeds.value["a"]?.messages.map((each) => each.number);

describe("Threads", () => {
  let server: Server;
  let threads: Threads;

  beforeEach(() => {
    localStorage.clear();
    server = new Server();
    threads = new Threads(server, "acme", (reply) => reply);
  });

  it("is asked for once where the press came before the click", async () => {
    server.last = 3;
    threads.foresee("a");
    await threads.open("a");
    expect(numbers(threads)).toEqual([1, 2, 3]);
    expect(server.frames).toHaveLength(1);
    threads.foresee("a");
    expect(server.frames).toHaveLength(1);
  });

  it("asks for what lies in a gap", async () => {
    server.last = 2;
    await threads.open("a");
    server.last = 5;
    threads.hear(message(5));
    await vi.waitFor(() => expect(numbers(threads)).toEqual([1, 2, 3, 4, 5]));
    expect(server.frames.at(-1)).toMatchObject({ type: "resume", after: 2 });
  });

  it("puts older pages in front, until the beginning", async () => {
    server.last = 70;
    await threads.open("a");
    expect(numbers(threads)?.[0]).toBe(21);
    await Promise.all([threads.older("a"), threads.older("a")]);
    expect(numbers(threads)?.[0]).toBe(1);
    expect(threads.feeds.value["a"]?.older).toBe(false);
    expect(server.frames.filter((each) => each["before"])).toHaveLength(1);
  });

  it("keeps what is written while away, and sends it once when it is back", async () => {
    server.last = 1;
    await threads.reconnected("a");
    server.away = true;
    threads.outbox.offline();
    const { client_id } = threads.outbox.add({ conversation: "a", text: "Yes" });
    expect(threads.pending.value.map((each) => each.state)).toEqual(["waiting"]);
    server.away = false;
    await threads.reconnected("a");
    await vi.waitFor(() => expect(server.frames.filter((each) => each.type === "send")).toHaveLength(1));
    threads.hear(message(2, { client_id, author: OLGA }));
    expect(threads.pending.value).toEqual([]);
    expect(localStorage).toHaveLength(0);
  });

  it("finds the unsent of an earlier page, of this project only", async () => {
    threads.outbox.add({ conversation: "a", text: "Unsent" });
    const later = new Threads(server, "acme", (reply) => reply);
    const elsewhere = new Threads(server, "globex", (reply) => reply);
    await vi.waitFor(() => expect(later.pending.value.map((each) => each.text)).toEqual(["Unsent"]));
    expect(elsewhere.pending.value).toEqual([]);
  });

  it("sends what another tab left when it crashed", async () => {
    const crashed = new Threads(server, "acme", (reply) => reply);
    server.away = true;
    await threads.reconnected(null);
    crashed.outbox.add({ conversation: "a", text: "Left behind" });
    server.away = false;
    await threads.reconnected(null);
    await vi.waitFor(() => expect(server.frames.filter((each) => each.type === "send")).toMatchObject([{ text: "Left behind" }]));
  });

  it("says why a thread cannot be opened, but not that the connection is away", async () => {
    server.away = true;
    await threads.open("a");
    expect(threads.problem.value).toBeNull();
    server.request = () => Promise.reject(new FrameError("not_found", "There is no such conversation."));
    await threads.open("a");
    expect(threads.problem.value).toBe("not_found");
  });
});
