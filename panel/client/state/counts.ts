/** The inbox's counters, moved by the difference that one conversation makes. */

import type { ConversationShape } from "#wire";

export interface Counts {
  mine: number;
  unassigned: number;
  all: number;
  waiting: number;
  done_today: number;
}

export const NO_COUNTS: Counts = { mine: 0, unassigned: 0, all: 0, waiting: 0, done_today: 0 };

/** What one conversation adds to the counters. A closing counts for today: it happens now. */
export function tally(conversation: ConversationShape, me: string | null): Counts {
  const closed = conversation.status === "closed";
  const holder = conversation.assignee?.id ?? null;
  return {
    mine: Number(!closed && holder !== null && holder === me),
    unassigned: Number(!closed && holder === null),
    all: Number(!closed),
    waiting: Number(!closed && conversation.waiting_since !== null),
    done_today: Number(closed),
  };
}

export function add(a: Counts, b: Counts): Counts {
  return combine(a, b, 1);
}

export function subtract(a: Counts, b: Counts): Counts {
  return combine(a, b, -1);
}

function combine(a: Counts, b: Counts, sign: 1 | -1): Counts {
  return {
    mine: Math.max(0, a.mine + sign * b.mine),
    unassigned: Math.max(0, a.unassigned + sign * b.unassigned),
    all: Math.max(0, a.all + sign * b.all),
    waiting: Math.max(0, a.waiting + sign * b.waiting),
    done_today: Math.max(0, a.done_today + sign * b.done_today),
  };
}
