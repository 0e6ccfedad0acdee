// What stops before it goes out.

import { describe, expect, it } from "vitest";
import type { MessageShape } from "#wire";
import { stopOf } from "./guard.ts";

const line = (number: number, id: string, part: Partial<MessageShape> = {}): MessageShape => ({
  conversation: "c",
  number,
  kind: "text",
  author: { kind: "operator", id, name: id, avatar: null },
  text: `${id} ${number}`,
  data: null,
  attachments: [],
  client_id: null,
  created_at: "2026-05-12T14:00:00Z",
  edited_at: null,
  deleted: false,
  ...part,
});

const lines = [line(1, "marek"), line(2, "me"), line(3, "marek", { kind: "note" }), line(4, "marek"), line(5, "vera", { author: { kind: "visitor", id: "vera", name: "Vera", avatar: null } })];

describe("the guard before sending", () => {
  it.each([
    [{ text: "Yes", kind: "text", since: 2 }, { why: "answered", by: "marek", text: "marek 4" }],
    [{ text: "Yes", kind: "text", since: 4 }, null],
    [{ text: "Yes", kind: "text", since: null }, null],
    [{ text: "Between us", kind: "note", since: 0 }, null],
    [{ text: "Hello @visitor, yes", kind: "note", since: 5 }, { why: "note" }],
    [{ text: "mail@visitor.example", kind: "note", since: 5 }, null],
  ] as const)("%o", (written, stop) => expect(stopOf(written, lines, "me")).toEqual(stop));

  it("does not mind what was taken back", () => {
    expect(stopOf({ text: "Yes", kind: "text", since: 0 }, [line(1, "marek", { deleted: true })], "me")).toBeNull();
  });
});
