/** Whether something should be looked at once more before it goes out. Pure. */

import type { MessageShape } from "#wire";

/** Why it stopped: a colleague's answer that came while one wrote, or words for the visitor in a note. */
export type Stop = { why: "answered"; by: string; text: string } | { why: "note" };

/** What is looked at of a line. */
export type SaidLine = Pick<MessageShape, "number" | "kind" | "author" | "deleted" | "text">;

interface Written {
  text: string;
  kind: "text" | "note";
  /** The last line that stood there when the writing began; null where that is not known. */
  since: number | null;
}

/** A note that speaks to the visitor would never reach them. */
const TO_VISITOR = /(^|\s)@(visitor|besucher(in)?)\b/i;

export function stopOf({ text, kind, since }: Written, messages: readonly SaidLine[], me: string): Stop | null {
  if (kind === "note") return TO_VISITOR.test(text) ? { why: "note" } : null;
  if (since === null) return null;
  const answer = messages.findLast(
    ({ number, kind: said, author, deleted }) => number > since && said === "text" && !deleted && author.kind === "operator" && author.id !== me,
  );
  return answer ? { why: "answered", by: answer.author.name, text: answer.text } : null;
}
