// Old snapshot + events = new snapshot, with its sections and counters.

import { describe, expect, it } from "vitest";
import type { ConversationShape, MessageShape } from "#wire";
import { emptyInbox, reduce, rowsOf, turnOf } from "./inbox.ts";
import type { InboxEvent, InboxState, PageOf } from "./inbox.ts";

const OLGA = { id: "olga", name: "Olga", avatar: null };
const OSCAR = { id: "oscar", name: "Oscar", avatar: null };

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 12, minute)).toISOString();

function conversation(id: string, part: Partial<ConversationShape> = {}): ConversationShape {
  return {
    id,
    project: "acme",
    number: 1,
    status: "open",
    assignee: OLGA,
    department: null,
    tags: [],
    visitor: { id: `visitor-${id}`, name: "Vera", email: "", verified: false, online: false, page: null },
    subject: "",
    last_message: null,
    last_number: 1,
    unread: 0,
    visitor_read: 0,
    operator_read: 0,
    rating: null,
    waiting_since: null,
    snoozed_until: null,
    priority: 0,
    created_at: at(0),
    updated_at: at(1),
    ...part,
  };
}

function message(id: string, number: number, part: Partial<MessageShape> = {}): InboxEvent {
  const shape: MessageShape = {
    conversation: id,
    number,
    kind: "text",
    author: { kind: "visitor", id: `visitor-${id}`, name: "Vera", avatar: null },
    text: "Hello",
    data: null,
    attachments: [],
    client_id: null,
    created_at: at(10),
    edited_at: null,
    deleted: false,
    ...part,
  };
  return { type: "message", conversation: id, message: shape };
}

const byOlga = { author: { kind: "operator" as const, ...OLGA } };

function loaded(...conversations: ConversationShape[]): InboxState {
  const page = (turn: PageOf["turn"]): PageOf => ({
    view: "all",
    turn,
    results: conversations.filter((each) => turnOf(each) === turn),
    next: null,
  });
  const open = conversations.filter((each) => each.status !== "closed");
  const counts = {
    mine: open.filter((each) => each.assignee?.id === "olga").length,
    unassigned: open.filter((each) => !each.assignee).length,
    all: open.length,
    waiting: open.filter((each) => each.waiting_since).length,
    done_today: conversations.length - open.length,
  };
  const pages = [page("yours"), page("theirs"), page("done")];
  return reduce(emptyInbox("olga"), { type: "reload", pages, counts, operators: [], keep: null, pushes: [] });
}

const ids = (state: InboxState, turn: PageOf["turn"], view: PageOf["view"] = "all") =>
  rowsOf(state, view, turn).map((each) => each.id);

describe("turns", () => {
  it("puts the longest wait first, the rest newest first", () => {
    const state = loaded(
      conversation("late", { waiting_since: at(9) }),
      conversation("early", { waiting_since: at(2) }),
      conversation("old", { updated_at: at(1) }),
      conversation("new", { updated_at: at(5) }),
      conversation("done", { status: "closed" }),
    );
    expect(ids(state, "yours")).toEqual(["early", "late"]);
    expect(ids(state, "theirs")).toEqual(["new", "old"]);
    expect(ids(state, "done")).toEqual(["done"]);
  });

  it("is yours when the visitor speaks, theirs when an operator answers", () => {
    const start = loaded(conversation("a"));
    const asked = reduce(start, message("a", 2));
    expect(ids(asked, "yours")).toEqual(["a"]);
    expect(asked.counts.waiting).toBe(1);
    const answered = reduce(asked, message("a", 3, byOlga));
    expect(ids(answered, "theirs")).toEqual(["a"]);
    expect(answered.counts.waiting).toBe(0);
  });

  it("keeps the first moment of a wait, and a note answers nobody", () => {
    const asked = reduce(loaded(conversation("a")), message("a", 2, { created_at: at(3) }));
    const again = reduce(asked, message("a", 3, { created_at: at(4) }));
    const noted = reduce(again, message("a", 4, { kind: "note", ...byOlga }));
    expect(noted.conversations["a"]?.waiting_since).toBe(at(3));
    expect(noted.conversations["a"]?.last_message?.text).toBe("Hello");
    expect(noted.conversations["a"]?.last_number).toBe(4);
  });
});

describe("unread", () => {
  it("counts the visitor's texts once, whatever order pushes come in", () => {
    const start = loaded(conversation("a"));
    const shaped = reduce(start, { type: "conversation", conversation: conversation("a", { last_number: 2 }) });
    const heard = reduce(shaped, message("a", 2));
    expect(heard.conversations["a"]?.unread).toBe(1);
    expect(reduce(heard, message("a", 2))).toBe(heard);
  });

  it("falls when another tab of the same member has read, and not when a colleague has", () => {
    const start = loaded(conversation("a", { unread: 3, last_number: 9 }));
    const read = { type: "read", conversation: "a", side: "operator" } as const;
    const unread = (number: number, member: string): number | undefined =>
      reduce(start, { ...read, number, member }).conversations["a"]?.unread;
    expect([unread(9, "olga"), unread(8, "olga"), unread(9, "oscar")]).toEqual([0, 1, 3]);
  });

  it("is the reader's own: a pushed shape does not bring another's", () => {
    const start = loaded(conversation("a", { unread: 3 }));
    const pushed = reduce(start, { type: "conversation", conversation: conversation("a", { unread: 0, subject: "Plates" }) });
    expect(pushed.conversations["a"]).toMatchObject({ unread: 3, subject: "Plates" });
    expect(reduce(pushed, { type: "seen", conversation: "a" }).conversations["a"]?.unread).toBe(0);
  });
});

describe("counters", () => {
  it("move with assignment and closing", () => {
    const start = loaded(conversation("a"), conversation("b", { assignee: null, waiting_since: at(1) }));
    expect(start.counts).toMatchObject({ mine: 1, unassigned: 1, all: 2, waiting: 1 });
    const given = reduce(start, { type: "conversation", conversation: conversation("a", { assignee: OSCAR }) });
    expect(given.counts).toMatchObject({ mine: 0, unassigned: 1, all: 2 });
    const closed = reduce(given, { type: "conversation", conversation: conversation("b", { status: "closed" }) });
    expect(closed.counts).toEqual({ mine: 0, unassigned: 0, all: 1, waiting: 0, done_today: 1 });
    expect(ids(closed, "done", "unassigned")).toEqual([]);
    expect(ids(closed, "done")).toEqual(["b"]);
  });
});

describe("what is not held", () => {
  it("is noted as missing once, and found again", () => {
    const start = loaded();
    const pushed = reduce(reduce(start, message("x", 1)), message("x", 2));
    expect(pushed.missing).toEqual(["x"]);
    const found = reduce(pushed, { type: "known", conversations: [conversation("x", { last_number: 2, unread: 2 })] });
    expect(found.missing).toEqual([]);
    expect(reduce(found, message("x", 2))).toBe(found);
  });

  it("is not shown behind the edge of a section that has more", () => {
    const page: InboxEvent = {
      type: "page",
      view: "all",
      turn: "theirs",
      results: [conversation("shown", { updated_at: at(5) })],
      next: "more",
    };
    const state = reduce(emptyInbox("olga"), page);
    const known = reduce(state, {
      type: "known",
      conversations: [conversation("behind", { updated_at: at(2) }), conversation("newer", { updated_at: at(8) })],
    });
    expect(ids(known, "theirs")).toEqual(["newer", "shown"]);
  });

  it("is shown where it came with the edge, at the same moment, whatever their ids", () => {
    const together = ["z", "m", "a"].map((id, place) => conversation(id, { number: place + 1, waiting_since: at(3) }));
    const page: InboxEvent = { type: "page", view: "all", turn: "yours", results: together, next: "more" };
    expect(ids(reduce(emptyInbox("olga"), page), "yours")).toEqual(["z", "m", "a"]);
  });
});

describe("reload", () => {
  it("forgets what is gone and repeats what was pushed meanwhile", () => {
    const before = loaded(conversation("gone", { waiting_since: at(1) }), conversation("a"), conversation("open"));
    const pages: PageOf[] = [{ view: "all", turn: "theirs", results: [conversation("a", { last_number: 4 })], next: null }];
    const counts = { mine: 1, unassigned: 0, all: 1, waiting: 0, done_today: 0 };
    const pushes = [message("a", 4), message("a", 5)].filter((each) => each.type === "message");
    const after = reduce(before, { type: "reload", pages, counts, operators: [], keep: "open", pushes });
    expect(ids(after, "yours")).toEqual(["a"]);
    expect(after.conversations["a"]).toMatchObject({ unread: 1, last_number: 5 });
    expect(after.conversations["gone"]).toBeUndefined();
    expect(after.conversations["open"]).toBeDefined();
    expect(after.counts.waiting).toBe(1);
  });
});

describe("typing", () => {
  const typing = (text?: string): InboxEvent => ({
    type: "typing",
    conversation: "a",
    author: { kind: "visitor", id: "visitor-a", name: "Vera", avatar: null },
    ...(text === undefined ? {} : { text }),
  });

  it("shows the present preview, and ends with an emptied box or the message", () => {
    const first = reduce(reduce(loaded(conversation("a")), typing("do you")), typing("do you ship"));
    expect(first.typists.map((each) => each.text)).toEqual(["do you ship"]);
    expect(reduce(first, typing("")).typists).toEqual([]);
    expect(reduce(first, message("a", 2)).typists).toEqual([]);
    expect(reduce(loaded(), typing()).typists[0]?.text).toBeNull();
  });

  it("does not tell me of my own typing", () => {
    const mine: InboxEvent = { type: "typing", conversation: "a", ...byOlga };
    expect(reduce(loaded(conversation("a")), mine).typists).toEqual([]);
  });
});
