// How the visitor is received just now: which form stands in the composer's place.

import type { Desk } from "./configuration.ts";
import type { State } from "./state.ts";

export type Place = "before" | "away" | "agree";

/** None where one simply writes. Whoever is in a talk, or answers an automatic message, is asked for nothing but their consent. */
export function placeOf({ operators, visitor, conversation, rule }: State, { when_away, before, departments }: Desk): Place | null {
  if (!visitor) return null;
  const { known, agreed } = visitor;
  const plain = agreed ? null : "agree";
  if (rule || conversation?.status === "open") return plain;
  if (!operators.online && when_away !== "chat") return "away";
  const asks = before.some(({ key }) => !known.includes(key)) || (departments.length > 1 && !known.includes("department"));
  return asks ? "before" : plain;
}
