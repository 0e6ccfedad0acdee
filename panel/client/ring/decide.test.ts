import { describe, expect, it } from "vitest";
import type { ConversationShape, MessageShape } from "#wire";
import { calls, isQuiet, soundOf } from "./decide.ts";

const line = (more: object = {}): MessageShape =>
  ({ kind: "text", number: 4, created_at: "2026-01-01T00:10:00Z", author: { kind: "visitor", id: "vera" }, data: null, ...more }) as unknown as MessageShape;
const talk = (more: object = {}): ConversationShape =>
  ({ status: "open", created_at: "2026-01-01T00:00:00Z", assignee: null, waiting_since: "2026-01-01T00:00:00Z", unread: 1, ...more }) as unknown as ConversationShape;
const mine = { assignee: { id: "olga" } };
const theirs = { assignee: { id: "oscar" } };
const sales = { department: { id: "sales", name: "Sales" } };
const given = { kind: "activity", author: { kind: "operator", id: "ada" }, data: { event: "assigned" } };

describe("what sounds", () => {
  it.each([
    ["the first line of a chat", line({ number: 1 }), talk(), undefined, "new_chat"],
    ["the first line, after an automatic message", line(), talk({ created_at: "2026-01-01T00:09:59Z" }), undefined, "new_chat"],
    ["the next line, as soon", line(), talk({ created_at: "2026-01-01T00:09:59Z" }), talk(), "reply"],
    ["the first line since it was closed", line(), talk(), talk({ status: "closed" }), "new_chat"],
    ["a further line", line(), talk(), talk(), "reply"],
    ["a further line in mine", line(), talk(mine), talk(), "reply"],
    ["one of my department's, or of everybody's", line(), talk({ department: { id: "orders" } }), talk(), "reply"],
    ["one of a department of others'", line({ number: 1 }), talk(sales), undefined, null],
    ["one of a department of others', that is mine", line(), talk({ ...sales, ...mine }), talk(), "reply"],
    ["a colleague's", line(), talk(theirs), talk(), null],
    ["an answer", line({ author: { kind: "operator", id: "oscar" } }), talk(), talk(), null],
    ["a bot's", line({ author: { kind: "bot", id: null } }), talk(), talk(), null],
    ["a note", line({ kind: "note", author: { kind: "operator", id: "oscar" } }), talk(mine), talk(), null],
    ["an answered form", line({ kind: "form" }), talk(mine), talk(), "reply"],
    ["given to me", line(given), talk(mine), talk(), "assigned"],
    ["given to a colleague", line(given), talk(theirs), talk(), null],
    ["taken by me", line({ ...given, author: { kind: "operator", id: "olga" } }), talk(mine), talk(), null],
    ["closed", line({ ...given, data: { event: "closed" } }), talk(mine), talk(), null],
  ])("%s", (_what, message, conversation, before, expected) => {
    expect(soundOf(message, conversation, before, { me: "olga", others: new Set(["sales"]) })).toBe(expected);
  });

  it.each([
    [{}, true],
    [mine, false],
    [sales, false],
    [{ unread: 0 }, false],
    [{ waiting_since: null }, false],
    [{ status: "snoozed" }, false],
  ])("comes again for %o: %s", (more, expected) => {
    expect(calls(talk(more), new Set(["sales"]))).toBe(expected);
  });
});

describe("quiet hours", () => {
  const night = { on: true, from: "20:00", to: "08:00", weekends: false, zone: "Europe/Lisbon" };
  it.each([
    ["the evening", night, "2026-01-14T20:00:00Z", true],
    ["just before", night, "2026-01-14T19:59:59Z", false],
    ["early", night, "2026-01-14T07:59:00Z", true],
    ["the end itself", night, "2026-01-14T08:00:00Z", false],
    ["in summer an hour earlier by UTC", night, "2026-07-14T19:00:00Z", true],
    ["switched off", { ...night, on: false }, "2026-01-14T23:00:00Z", false],
    ["by day", { ...night, from: "12:00", to: "13:00" }, "2026-01-14T12:30:00Z", true],
    ["a Saturday in that zone", { ...night, weekends: true, zone: "Pacific/Auckland" }, "2026-01-16T12:00:00Z", true],
    ["still Friday elsewhere", { ...night, weekends: true }, "2026-01-16T12:00:00Z", false],
  ])("%s", (_what, quiet, moment, expected) => {
    expect(isQuiet(quiet, new Date(moment))).toBe(expected);
  });
});
