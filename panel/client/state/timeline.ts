/** A thread's timeline as rows to draw: days, runs of one author, and pending messages in their place. */

import type { MessageShape } from "#wire";
import type { Pending } from "../../../chat/client/outbox.ts";

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
  let day = "";
  for (const message of messages) {
    if (dayOf(message) !== day) rows.push(dayRow(message));
    day = dayOf(message);
    rows.push({ type: "message", key: message.client_id ?? `n${message.number}`, message, last: true });
    // A failed message keeps its place: behind the number that was the newest when it failed.
    rows.push(...unheard.filter((each) => each.place === message.number).map(pendingRow));
  }
  const first = messages[0]?.number ?? 0;
  const atEnd = unheard.filter((each) => each.place === null || each.place < first);
  if (atEnd[0] && dayOf(atEnd[0]) !== day) rows.push(dayRow(atEnd[0]));
  rows.push(...atEnd.map(pendingRow));
  return rows.map((row, place) => withLast(row, rows[place + 1]));
}

/** Rows that are drawn together. */
export interface Block {
  key: string;
  rows: readonly Row[];
}

const BLOCK = 50; // numbers

/** By number, so that what comes before or behind changes no other block; a day stands with what it begins. */
export function blocksOf(rows: readonly Row[]): Block[] {
  const blocks: { key: string; rows: Row[] }[] = [];
  let days: Row[] = [];
  for (const row of rows) {
    if (row.type === "day") {
      days.push(row);
      continue;
    }
    const key = row.type === "message" ? `${Math.floor(row.message.number / BLOCK)}` : (blocks.at(-1)?.key ?? "");
    if (blocks.at(-1)?.key !== key) blocks.push({ key, rows: [] });
    blocks.at(-1)?.rows.push(...days, row);
    days = [];
  }
  return blocks;
}

/** Whether two rows are drawn alike. */
export function sameRow(one: Row, other: Row): boolean {
  if (one.type === "day" || other.type === "day") return one.key === other.key;
  return one.last === other.last && saidIn(one) === saidIn(other);
}

type Said = MessageShape | Pending;

const dayRow = (said: Said): Row => ({ type: "day", key: `day ${dayOf(said)}`, at: said.created_at });

const pendingRow = (pending: Pending): Row => ({ type: "pending", key: pending.client_id, pending, last: true });

const saidIn = (row: Exclude<Row, { type: "day" }>): Said => (row.type === "message" ? row.message : row.pending);

const days = new WeakMap<Said, string>();

/** Its day where the reader is; asked once of each. */
function dayOf(said: Said): string {
  const known = days.get(said) ?? new Date(said.created_at).toDateString();
  days.set(said, known);
  return known;
}

function withLast(row: Row, next: Row | undefined): Row {
  if (row.type === "day" || !next || next.type === "day") return row;
  const sameRun = runOf(row) === runOf(next) && Date.parse(atOf(next)) - Date.parse(atOf(row)) < RUN_MS;
  return { ...row, last: !sameRun };
}

function atOf(row: Row): string {
  return row.type === "day" ? row.at : saidIn(row).created_at;
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
