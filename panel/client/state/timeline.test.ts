// Rows of a thread: days, runs, and pending messages in their place.

import { describe, expect, it } from "vitest";
import type { MessageShape } from "#wire";
import type { Pending } from "../../../chat/client/outbox.ts";
import { timelineOf } from "./timeline.ts";
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
