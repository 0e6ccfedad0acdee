/** A thread's timeline as rows to draw: days, runs of one author, and pending messages in their place. */

import type { MessageShape } from "#wire";
import type { Pending } from "../../../chat/client/outbox.ts";
import { sameDay } from "../../../chat/client/time.ts";

/** `last` closes a run: it has the speech corner, the avatar and the meta line. */
export type Row =
  | { type: "day"; key: string; at: string }
  | { type: "message"; key: string; message: MessageShape; last: boolean }
  | { type: "pending"; key: string; pending: Pending; last: boolean };

/** Minutes after which the same author begins a new run, so that the times stay true. */
const RUN_MS = 5 * 60_000;

export function timelineOf(messages: readonly MessageShape[], pending: readonly Pending[]): Row[] {
  const held = new Set(messages.map((each) => each.client_id));
  const unheard = pending.filter((each) => !held.has(each.client_id));
  const rows: Row[] = [];
  for (const message of messages) {
    const before = rows.at(-1);
    if (!before || !sameDay(atOf(before), message.created_at)) rows.push(dayRow(message.created_at));
    rows.push({ type: "message", key: message.client_id ?? `n${message.number}`, message, last: true });
    // A failed message keeps its place: behind the number that was the newest when it failed.
    rows.push(...unheard.filter((each) => each.place === message.number).map(pendingRow));
  }
  const first = messages[0]?.number ?? 0;
  const atEnd = unheard.filter((each) => each.place === null || each.place < first);
  const before = rows.at(-1);
  if (atEnd[0] && (!before || !sameDay(atOf(before), atEnd[0].created_at))) rows.push(dayRow(atEnd[0].created_at));
  rows.push(...atEnd.map(pendingRow));
  return rows.map((row, place) => withLast(row, rows[place + 1]));
}

const dayRow = (at: string): Row => ({ type: "day", key: `day ${new Date(at).toDateString()}`, at });

const pendingRow = (pending: Pending): Row => ({ type: "pending", key: pending.client_id, pending, last: true });

function atOf(row: Row): string {
  if (row.type === "day") return row.at;
  return row.type === "message" ? row.message.created_at : row.pending.created_at;
}

function withLast(row: Row, next: Row | undefined): Row {
  if (row.type === "day" || !next || next.type === "day") return row;
  const sameRun = runOf(row) === runOf(next) && Date.parse(atOf(next)) - Date.parse(atOf(row)) < RUN_MS;
  return { ...row, last: !sameRun };
}

/** Rows of one run share this; notes and activities are runs of their own. */
function runOf(row: Row): string {
  if (row.type === "day") return row.key;
  if (row.type === "message") {
    const { kind, author, number } = row.message;
    return kind === "text" ? `${author.kind} ${author.id}` : `alone ${number}`;
  }
  const { state, kind, client_id } = row.pending;
  // A failed one says so under itself; those that wait share one line.
  return state === "failed" || kind === "note" ? `alone ${client_id}` : `pending ${state}`;
}
