// The timeline as rows: runs of one speaker, days, lines, and the place of what is on its way.

import type { MessageShape } from "#wire";
import { describe, expect, it } from "vitest";
import { emptyFeed, receive } from "../../../chat/client/feed.ts";
import type { Pending } from "../../../chat/client/outbox.ts";
import { rowsOf } from "./rows.ts";
import type { Row } from "./rows.ts";

const AT = "2026-05-12T14:00:00Z";

function message(number: number, kind: "visitor" | "operator", part: Partial<MessageShape> = {}): MessageShape {
  const author = { kind, id: kind, name: kind === "operator" ? "Ines Duarte" : "", avatar: null };
  const shape = { conversation: "c", number, kind: "text", author, text: `${kind} ${number}`, data: null, attachments: [] } as const;
  return { ...shape, attachments: [], client_id: null, created_at: AT, edited_at: null, deleted: false, ...part };
}

const pending = (text: string, part: Partial<Pending> = {}): Pending => ({
  client_id: text, conversation: null, kind: "text", text, created_at: AT, state: "waiting", place: null, error: null, ...part,
});

const drawn = (messages: MessageShape[], waiting: Pending[] = []): Row[] => rowsOf(messages.reduce(receive, emptyFeed()), waiting);
const texts = (rows: Row[]): string[] => rows.filter((row) => row.row === "said").map(({ text }) => text);

describe("runs", () => {
  it("carry face, corner and caption under their last message", () => {
    const rows = drawn([message(1, "visitor"), message(2, "visitor"), message(3, "operator")]);
    expect(rows.map((row) => row.row === "said" && row.last)).toEqual([false, false, true, true]);
  });

  it("say once, at our newest, whether it was read", () => {
    const rows = drawn([message(1, "visitor"), message(2, "operator"), message(3, "visitor")]);
    expect(rows.filter((row) => row.row === "said" && row.newest)).toMatchObject([{ text: "visitor 3" }]);
  });
});

describe("what is on its way", () => {
  it("stands at the end, in order", () => {
    expect(texts(drawn([message(1, "operator")], [pending("a"), pending("b")]))).toEqual(["operator 1", "a", "b"]);
  });

  it("keeps its place once it failed", () => {
    const rows = drawn([message(1, "visitor"), message(2, "operator")], [pending("a", { state: "failed", place: 1 }), pending("b")]);
    expect(texts(rows)).toEqual(["visitor 1", "a", "operator 2", "b"]);
  });

  it("is drawn under the same key before and after it is stored", () => {
    const before = drawn([], [pending("id-1")]).at(-1);
    const after = drawn([message(1, "visitor", { client_id: "id-1" })]).at(-1);
    expect(after?.key).toBe(before?.key);
  });
});

describe("lines", () => {
  it("say who joined and ended, and nothing of what is not the visitor's business", () => {
    const activity = (number: number, data: Record<string, unknown>, kind: "operator" | "visitor" = "operator"): MessageShape =>
      message(number, kind, { kind: "activity", text: "", data });
    const rows = drawn([activity(1, { event: "joined", by: "Ines" }), activity(2, { event: "tagged" }), activity(3, { event: "ended" }, "visitor")]);
    expect(rows.map(({ row, ...rest }) => [row, "text" in rest && rest.text])).toEqual([["line", "Ines joined"], ["line", "You ended the chat"]]);
  });

  it("name each day once", () => {
    const rows = drawn([message(1, "visitor"), message(2, "visitor"), message(3, "visitor", { created_at: "2026-05-14T10:00:00Z" })]);
    expect(rows.map(({ row }) => row)).toEqual(["line", "said", "said", "line", "said"]);
  });

  it("show a removed message as removed", () => {
    expect(drawn([message(1, "operator", { deleted: true, text: "" })])).toMatchObject([{ row: "line", text: "This message was removed" }]);
  });
});
