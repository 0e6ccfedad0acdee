/** The inbox's sections: their names, their order, and how far each one is loaded. */

import type { ConversationShape } from "#wire";

export type View = "mine" | "unassigned" | "all";
export type Turn = "yours" | "theirs" | "done";

export const VIEWS: readonly View[] = ["mine", "unassigned", "all"];
export const TURNS: readonly Turn[] = ["yours", "theirs", "done"];

/** How far a section is loaded: `edge` is the last row's moment while there is more behind it. */
export interface Page {
  next: string | null;
  edge: string | null;
}

/** What a section is sorted by: ascending for your turn (longest wait first), descending elsewhere. */
export function momentOf(turn: Turn, conversation: ConversationShape): string {
  return (turn === "yours" ? conversation.waiting_since : conversation.updated_at) ?? "";
}

/** By moment; of one moment, by the project's own count, as near as a browser can know the server's order. */
export function byTurn(turn: Turn): (a: ConversationShape, b: ConversationShape) => number {
  const ahead = turn === "yours" ? 1 : -1;
  return (a, b) => {
    if (turn === "yours" && a.priority !== b.priority) return b.priority - a.priority;
    const [first, second] = [momentOf(turn, a), momentOf(turn, b)];
    return ahead * (first < second ? -1 : first > second ? 1 : a.number - b.number);
  };
}

/**
 * True for a row that another view brought and this section has not reached: showing it would leave a hole.
 *
 * One of the edge's own moment is shown: the server orders those by what a browser does not know, and may have sent it.
 */
export function isAfterEdge(page: Page | undefined, turn: Turn, conversation: ConversationShape): boolean {
  if (!page?.edge) return false;
  const moment = momentOf(turn, conversation);
  // Of another priority than the edge's: the server's order is not the moment's alone, so it is shown.
  if (turn === "yours") return conversation.priority === 0 && moment > page.edge;
  return moment < page.edge;
}
