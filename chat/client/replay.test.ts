/// <reference types="vite/client" />
// Old snapshot + events = new snapshot: both sides' feeds on a talk that the server's own tests have recorded.

import { describe, expect, it } from "vitest";
import type { MessageShape, Push } from "#wire";
import { emptyFeed, isMissing, readUpTo, receive, replayAfter } from "./feed.ts";
import type { Feed } from "./feed.ts";

interface Snapshot {
  conversations: { id: string; visitor_read: number; operator_read: number }[];
  thread: MessageShape[];
  visitor: { conversation: { visitor_read: number; operator_read: number }; messages: MessageShape[] };
}

interface Recording {
  talk: string;
  first: Snapshot;
  steps: { name: string; pushes: { operators: Push[]; visitor: Push[] }; after: Snapshot }[];
}

const found = import.meta.glob<Recording>("../../var/recordings/talk.json", { eager: true, import: "default" });
const recording = Object.values(found)[0];

const SIDES = {
  operators: (snapshot: Snapshot, talk: string) => {
    const marks = snapshot.conversations.find(({ id }) => id === talk);
    return { messages: snapshot.thread, visitor: marks?.visitor_read, operator: marks?.operator_read };
  },
  visitor: ({ visitor }: Snapshot) => {
    const { visitor_read, operator_read } = visitor.conversation;
    return { messages: visitor.messages, visitor: visitor_read, operator: operator_read };
  },
};

function apply(feed: Feed, push: Push): Feed {
  if (push.type === "message") return receive(feed, push.message);
  if (push.type === "read" && push.conversation === feed.conversation) return readUpTo(feed, push.side, push.number);
  return feed;
}

describe.skipIf(!recording)("a feed", () => {
  for (const [side, of] of Object.entries(SIDES))
    for (const lost of [false, true])
      it(`of the ${side} is what the server says${lost ? ", after a resume for what was lost" : ""}`, () => {
        if (!recording) return;
        const { talk, first, steps } = recording;
        let feed = replayAfter(emptyFeed(talk), { messages: of(first, talk).messages, more: false });
        steps.forEach(({ name, pushes, after }, place) => {
          const now = of(after, talk);
          const heard = pushes[side as keyof typeof SIDES];
          // Every third step's messages get lost on their way; the next one shows the gap.
          const came = lost && place % 3 === 0 ? heard.filter(({ type }) => type !== "message") : heard;
          feed = came.reduce(apply, feed);
          if (isMissing(feed) || (lost && place === steps.length - 1))
            feed = replayAfter(feed, { messages: now.messages.filter(({ number }) => number > feed.last), more: false });
          if (lost && place % 3 === 0) return;
          expect(feed.messages.at(-1)?.number, name).toBeLessThanOrEqual(now.messages.length);
          if (!lost) expect(feed.messages, name).toEqual(now.messages);
          expect([feed.visitorRead, feed.operatorRead], name).toEqual([now.visitor, now.operator]);
        });
        const end = steps.at(-1);
        if (end) expect(feed.messages).toEqual(of(end.after, talk).messages);
      });
});
