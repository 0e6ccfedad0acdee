// Rows of a thread: days, runs, and pending messages in their place.

import { describe, expect, it } from "vitest";
import type { MessageShape } from "#wire";
import type { Pending } from "../../../chat/client/outbox.ts";
import { blocksOf, sameRow, timelineOf } from "./timeline.ts";
import type { Row } from "./timeline.ts";

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
    created_at: new Date(2026, 0, 5, 12, number).toISOString(),
    edited_at: null,
    deleted: false,
    ...part,
  };
}

function pending(client_id: string, part: Partial<Pending> = {}): Pending {
  const created_at = new Date(2026, 0, 5, 12, 30).toISOString();
  return { client_id, conversation: "a", kind: "text", text: client_id, created_at, state: "waiting", place: null, error: null, ...part };
}

const OLGA = { kind: "operator" as const, id: "olga", name: "Olga", avatar: null };

/** "12." is message 12 at the end of its run. */
function drawn(rows: Row[]): string[] {
  return rows.map((row) => {
    if (row.type === "day") return "day";
    const name = row.type === "message" ? `${row.message.number}` : row.pending.client_id;
    return row.last ? `${name}.` : name;
  });
}

describe("timelineOf", () => {
  it("ends a run with another author, another kind, or a pause", () => {
    const rows = timelineOf(
      [message(1), message(2), message(3, { author: OLGA }), message(4, { author: OLGA, kind: "note" }), message(20)],
      [],
    );
    expect(drawn(rows)).toEqual(["day", "1", "2.", "3.", "4.", "20."]);
  });

  it("separates days", () => {
    const next = message(2, { created_at: new Date(2026, 0, 6, 0, 1).toISOString() });
    expect(drawn(timelineOf([message(1), next], []))).toEqual(["day", "1.", "day", "2."]);
  });

  it("puts waiting messages at the end as one run, and a failed one where it failed", () => {
    const rows = timelineOf(
      [message(1), message(2)],
      [pending("f", { state: "failed", place: 1 }), pending("x"), pending("y")],
    );
    expect(drawn(rows)).toEqual(["day", "1.", "f.", "2.", "x", "y."]);
  });

  it("draws a message once when its push has come before its reply", () => {
    expect(drawn(timelineOf([message(1, { client_id: "x", author: OLGA })], [pending("x")]))).toEqual(["day", "1."]);
  });

  it("shows a failed message whose place is not loaded", () => {
    expect(drawn(timelineOf([message(7)], [pending("f", { state: "failed", place: 2 })]))).toEqual(["day", "7.", "f."]);
  });
});

describe("blocksOf", () => {
  const numbers = (rows: readonly Row[]) => blocksOf(rows).map(({ key, rows: block }) => `${key}: ${drawn([...block]).join(" ")}`);

  it("counts by number, with a day before what it begins and what is on its way at the end", () => {
    const next = { created_at: new Date(2026, 0, 6, 0, 1).toISOString(), author: OLGA };
    const rows = timelineOf([message(48), message(49), message(50, next), message(51, next)], [pending("x", next)]);
    expect(numbers(rows)).toEqual(["0: day 48 49.", "1: day 50 51. x."]);
    expect(numbers(timelineOf([], [pending("x")]))).toEqual([": day x."]);
    expect(blocksOf([])).toEqual([]);
  });

  it("changes no other block when something comes before or behind", () => {
    const lines = [49, 50, 51, 99].map((number) => message(number));
    const before = blocksOf(timelineOf(lines, []));
    const after = blocksOf(timelineOf([message(12), ...lines, message(100, { author: OLGA })], []));
    expect(after.map(({ key }) => key)).toEqual(["0", "1", "2"]);
    const [was, is] = [before[1]?.rows ?? [], after[1]?.rows ?? []];
    expect(was.length).toBe(3);
    expect(was.every((row, place) => sameRow(row, is[place] as Row))).toBe(true);
    expect(sameRow(was[2] as Row, { ...(was[2] as Row), last: false } as Row)).toBe(false);
  });
});
