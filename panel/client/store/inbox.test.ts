// What is heard while the server is asked is newer than its answer, whatever was asked.

import { beforeEach, describe, expect, it } from "vitest";
import type { ConversationShape, MessageShape, VisitorShape } from "#wire";
import type { Api } from "../api.ts";
import { InboxStore } from "./inbox.ts";

const VERA = { id: "vera", name: "", email: "", verified: false, online: true, page: null };
const COUNTS = { mine: 0, unassigned: 1, all: 1, waiting: 1, done_today: 0 };
const asked = { id: "a", project: "acme", status: "open", assignee: null, visitor: VERA, last_number: 1, unread: 1, waiting_since: "2026-01-05T12:00:00Z" };
const named = { ...VERA, name: "Vera", pages: [] } as unknown as VisitorShape;
const more = { conversation: "a", number: 2, kind: "text", text: "Still there?", author: { kind: "visitor", id: "vera", name: "Vera", avatar: null } };

/** A server whose answers are held back until they are let go: each holds what was true when it was asked. */
class SlowServer {
  private held: (() => void)[] = [];
  private readonly row = () => this.later({ ...(asked as unknown as ConversationShape) });

  private later<T>(answer: T): Promise<T> {
    return new Promise((found) => this.held.push(() => found(answer)));
  }

  readonly api = {
    conversation: this.row,
    counts: async () => COUNTS,
    operators: async () => ({ results: [] }),
    conversations: async ({ turn, cursor }: { turn: string; cursor?: string }) =>
      turn === "yours" ? { results: [await this.row()], next: cursor ? null : "further" } : { results: [], next: null },
  } as unknown as Api;

  async letGo(): Promise<void> {
    for (const answer of this.held.splice(0)) answer();
    await new Promise((done) => setTimeout(done));
  }
}

describe("InboxStore", () => {
  let server: SlowServer;
  let inbox: InboxStore;

  beforeEach(() => {
    server = new SlowServer();
    inbox = new InboxStore(server.api, "olga", () => null);
    inbox.view.value = "all";
  });

  const write = (): void => inbox.hear({ type: "message", conversation: "a", message: { ...more, number: 1 } as unknown as MessageShape });

  it.each<[string, () => void]>([
    ["one that nobody knew", write],
    ["the list", () => void inbox.load()],
    ["what a search finds", () => void inbox.search("vera")],
    ["what a filter finds", () => void inbox.narrow({ tag: ["new"] })],
    ["the next page", () => {
      inbox.dispatch({ type: "page", view: "all", turn: "yours", results: [], next: "further" });
      void inbox.more("yours");
    }],
    ["the answer to a frame", () => void inbox.learn(server.api.conversation("a"), (found) => ({ type: "known", conversations: [found] }))],
  ])("takes %s, and what came meanwhile on top", async (_, ask) => {
    ask();
    inbox.hear({ type: "visitor", visitor: named });
    inbox.hear({ type: "message", conversation: "a", message: more as unknown as MessageShape });
    await server.letGo();
    const row = inbox.conversation("a");
    expect(row?.visitor.name).toBe("Vera");
    expect([row?.last_number, row?.last_message?.text]).toEqual([2, "Still there?"]);
  });

  it("counts what it repeats once", async () => {
    void inbox.load();
    await server.letGo();
    expect(inbox.state.value.counts).toEqual(COUNTS);
    void inbox.learn(server.api.conversation("a"), (found) => ({ type: "known", conversations: [found] }));
    inbox.hear({ type: "conversation", conversation: { ...asked, assignee: { id: "olga", name: "Olga", avatar: null } } as unknown as ConversationShape });
    expect(inbox.state.value.counts).toEqual({ ...COUNTS, mine: 1, unassigned: 0 });
    await server.letGo();
    expect(inbox.state.value.counts).toEqual({ ...COUNTS, mine: 1, unassigned: 0 });
    expect(inbox.conversation("a")?.assignee?.id).toBe("olga");
  });
});
