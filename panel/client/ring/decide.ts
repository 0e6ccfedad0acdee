/** What sounds, and when it must not: pure, over the shapes that the sockets bring. */

import type { ConversationShape, MessageShape } from "#wire";
import type { Sound } from "./sounds.ts";

export interface QuietHours {
  on: boolean;
  /** "20:00" */
  from: string;
  to: string;
  weekends: boolean;
  zone: string;
}

/** A line that comes so soon after its conversation began it: an automatic message may stand before it. */
const BEGINS_WITHIN_MS = 3_000;

/** Whose panel it is, and the departments (ids) whose people are others. */
export interface Hearer {
  me: string;
  others: ReadonlySet<string>;
}

/** Nobody's, and of a department that others answer for: they are called first. */
const isOthers = (talk: ConversationShape | undefined, others: ReadonlySet<string>): boolean =>
  !talk?.assignee && !!talk?.department && others.has(talk.department.id);

/** What a line is to whoever hears, with its conversation as it is now and as it stood here before; null for what makes no sound. */
export function soundOf(line: MessageShape, talk: ConversationShape | undefined, before: ConversationShape | undefined, { me, others }: Hearer): Sound | null {
  const holder = talk?.assignee?.id ?? null;
  if (line.kind === "activity") {
    const given = line.data?.event === "assigned" && holder === me && line.author.id !== me;
    return given ? "assigned" : null;
  }
  if (line.author.kind !== "visitor" || (line.kind !== "text" && line.kind !== "form")) return null;
  if ((holder !== null && holder !== me) || isOthers(talk, others)) return null;
  if (line.number === 1 || before?.status === "closed") return "new_chat";
  const soon = talk !== undefined && Date.parse(line.created_at) - Date.parse(talk.created_at) < BEGINS_WITHIN_MS;
  return !before && soon ? "new_chat" : "reply";
}

/** Whether somebody's chat waits unread and is nobody's: its sound comes again. */
export function calls(talk: ConversationShape, others: ReadonlySet<string>): boolean {
  return !isOthers(talk, others) && talk.status === "open" && talk.waiting_since !== null && talk.assignee === null && talk.unread > 0;
}

/** Whether `now` is inside the quiet hours; the wall clock of their zone decides. The same rule as panel/notices/quiet.py. */
export function isQuiet(quiet: QuietHours, now: Date): boolean {
  if (!quiet.on) return false;
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: quiet.zone,
    hour: "2-digit",
    minute: "2-digit",
    weekday: "short",
    hourCycle: "h23",
  }).formatToParts(now);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
  if (quiet.weekends && ["Sat", "Sun"].includes(part("weekday"))) return true;
  const clock = `${part("hour")}:${part("minute")}`;
  return quiet.from <= quiet.to ? quiet.from <= clock && clock < quiet.to : clock >= quiet.from || clock < quiet.to;
}
