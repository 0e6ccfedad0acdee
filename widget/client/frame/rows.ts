// The timeline as rows to draw: days, lines about what happened, and messages in runs of one speaker.

import type { AttachmentShape, MessageShape } from "#wire";
import type { Feed } from "../../../chat/client/feed.ts";
import { isSaid, isVisitors } from "../../../chat/client/feed.ts";
import type { Pending } from "../../../chat/client/outbox.ts";
import { t } from "../../../chat/client/t.ts";
import { dayLabel, sameDay } from "../../../chat/client/time.ts";

export interface Said {
  row: "said";
  key: string;
  mine: boolean;
  text: string;
  files: readonly AttachmentShape[];
  at: string;
  message: MessageShape | null;
  pending: Pending | null;
  /** The last of a run carries the corner, the face and the caption. */
  last: boolean;
  /** The newest of our own: its caption says whether it was read. */
  newest: boolean;
}

export interface Line {
  row: "line";
  key: string;
  text: string;
}

export type Row = Said | Line;

/** Messages in order, failed ones at their place, what is on its way at the end. */
export function rowsOf(feed: Feed, pending: readonly Pending[]): Row[] {
  const placed = (from: number, to: number): Pending[] => pending.filter(({ place }) => place !== null && place >= from && place < to);
  const rows: Row[] = placed(-1, feed.before + 1).map(fromPending);
  for (const message of feed.messages) {
    const row = isSaid(message) ? fromMessage(message) : lineOf(message);
    if (row) rows.push(row);
    rows.push(...placed(message.number, message.number + 1).map(fromPending));
  }
  rows.push(...pending.filter(({ place }) => place === null || place > feed.last).map(fromPending));
  return withDays(inRuns(rows), feed);
}

function fromMessage(message: MessageShape): Said {
  // The key survives the change from pending to stored, so that nothing is drawn anew.
  const key = message.client_id ?? String(message.number);
  const { text, attachments: files, created_at: at } = message;
  return { row: "said", key, mine: isVisitors(message), text, files, at, message, pending: null, last: true, newest: false };
}

function fromPending(pending: Pending): Said {
  const { client_id: key, text, attachments: files = [], created_at: at } = pending;
  return { row: "said", key, mine: true, text, files, at, message: null, pending, last: true, newest: false };
}

function lineOf({ number, data, deleted, author }: MessageShape): Line | null {
  const name = typeof data?.by === "string" && data.by ? data.by : author.name;
  const text = deleted ? t("This message was removed") : eventLine(String(data?.event ?? ""), author.kind === "visitor" ? "" : name);
  return text ? { row: "line", key: String(number), text } : null;
}

/** What is said about an activity; nothing about those that are not the visitor's business. */
function eventLine(event: string, name: string): string {
  if (event === "joined") return name ? t("{name} joined", { name }) : "";
  if (event === "ended" || event === "closed") return name ? t("{name} ended the chat", { name }) : t("You ended the chat");
  if (event === "reopened") return t("The chat goes on");
  return event === "rated" ? t("You rated this chat") : "";
}

const speaker = (row: Row | undefined): string =>
  row?.row !== "said" ? "" : row.mine ? `me:${row.pending?.state ?? "sent"}` : `${row.message?.author.kind}:${row.message?.author.id}`;

function inRuns(rows: Row[]): Row[] {
  const newest = rows.findLast((row) => row.row === "said" && row.mine && row.message !== null);
  return rows.map((row, at) => {
    if (row.row !== "said") return row;
    const last = speaker(row) !== speaker(rows[at + 1]) || row.pending?.state === "failed";
    return { ...row, last, newest: row === newest };
  });
}

/** A heading where a day begins. */
function withDays(rows: Row[], feed: Feed): Row[] {
  let before = feed.older ? (feed.messages[0]?.created_at ?? null) : null;
  return rows.flatMap((row) => {
    if (row.row !== "said" || (before !== null && sameDay(before, row.at))) return [row];
    before = row.at;
    return [{ row: "line", key: `day ${row.at}`, text: dayLabel(row.at) }, row];
  });
}
