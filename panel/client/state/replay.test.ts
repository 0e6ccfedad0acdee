/// <reference types="vite/client" />
// Old snapshot + events = new snapshot: the inbox's reducer on a talk that the server's own tests have recorded.

import { describe, expect, it } from "vitest";
import type { ConversationShape } from "#wire";
import { emptyInbox, reduce } from "./inbox.ts";
import type { Counts, InboxState, OperatorPush } from "./inbox.ts";

interface Snapshot {
  conversations: ConversationShape[];
  counts: Counts;
}

interface Recording {
  me: string;
  talk: string;
  first: Snapshot;
  steps: { name: string; seen: boolean; pushes: { operators: OperatorPush[] }; after: Snapshot }[];
}

const found = import.meta.glob<Recording>("../../../var/recordings/talk.json", { eager: true, import: "default" });
const recording = Object.values(found)[0];

function begin({ conversations, counts }: Snapshot): InboxState {
  const page = { view: "all" as const, turn: "yours" as const, results: conversations, next: null };
  return reduce(emptyInbox(recording?.me ?? null), { type: "reload", pages: [page], counts, operators: [], keep: null, pushes: [] });
}

/** What a store does for a conversation that it does not hold: it asks the server for the shape, and for the counters. */
function fetched(state: InboxState, { conversations, counts }: Snapshot): InboxState {
  if (!state.missing.length) return state;
  const known = conversations.filter((each) => state.missing.includes(each.id));
  return reduce(reduce(state, { type: "known", conversations: known }), { type: "counts", counts });
}

const byId = (shapes: readonly ConversationShape[]): Record<string, ConversationShape> =>
  Object.fromEntries(shapes.map((shape) => [shape.id, shape]));

describe.skipIf(!recording)("the inbox", () => {
  for (const copies of [1, 2])
    it(`is what the server says after every step, with each push heard ${copies}×`, () => {
      if (!recording) return;
      let state = begin(recording.first);
      for (const { name, seen, pushes, after } of recording.steps) {
        const heard = Array.from({ length: copies }, () => pushes.operators).flat();
        state = fetched(heard.reduce(reduce, state), after);
        if (seen) state = reduce(state, { type: "seen", conversation: recording.talk });
        expect(state.conversations, name).toEqual(byId(after.conversations));
        expect(state.counts, name).toEqual(after.counts);
      }
    });

  it("is not moved by pushes that its snapshot holds already", () => {
    if (!recording) return;
    for (const { name, pushes, after } of recording.steps) {
      const state = pushes.operators.reduce(reduce, begin(after));
      expect(state.conversations, name).toEqual(byId(after.conversations));
      expect(state.counts, name).toEqual(after.counts);
    }
  });
});
