/** The inbox's sections: their names, their order, and how far each one is loaded. */

import type { ConversationShape } from "#wire";

export type View = "mine" | "unassigned" | "all";
export type Turn = "yours" | "theirs" | "done";

export const VIEWS: readonly View[] = ["mine", "unassigned", "all"];
export const TURNS: readonly Turn[] = ["yours", "theirs", "done"];

/** How far a section is loaded: `edge` is the last row's key while there is more behind it. */
export interface Page {
  next: string | null;
  edge: string | null;
}

/** What a section is sorted by: ascending for your turn (longest wait first), descending elsewhere. */
export function keyOf(turn: Turn, conversation: ConversationShape): string {
  const time = turn === "yours" ? conversation.waiting_since : conversation.updated_at;
  return `${time ?? ""} ${conversation.id}`;
}

/** True for a row that another view brought and this section has not reached: showing it would leave a hole. */
export function isAfterEdge(page: Page | undefined, turn: Turn, conversation: ConversationShape): boolean {
  if (!page?.edge) return false;
  const key = keyOf(turn, conversation);
  return turn === "yours" ? key > page.edge : key < page.edge;
}
