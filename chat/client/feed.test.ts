// The timeline's reducer: whatever order, repetition or loss the network makes, the same numbers stand in the same order.

import type { MessageShape } from "#wire";
import { describe, expect as check, it } from "vitest";
import { arrivedIds, emptyFeed, expect, isMissing, readUpTo, receive, replayAfter, replayBefore, replayNewest, shortened, unreadFor } from "./feed.ts";
import type { Feed } from "./feed.ts";

const CONVERSATION = "c1";

function message(number: number, part: Partial<MessageShape> = {}): MessageShape {
  const author = { kind: number % 2 ? "visitor" : "operator", id: "p", name: "P", avatar: null } as const;
  const shape = { conversation: CONVERSATION, number, kind: "text", author, text: `text ${number}`, data: null } as const;
  return { ...shape, attachments: [], client_id: null, created_at: "2026-05-12T14:00:00Z", edited_at: null, deleted: false, ...part };
}

const timeline = (length: number): MessageShape[] => Array.from({ length }, (_, at) => message(at + 1));
const numbers = (feed: Feed): number[] => feed.messages.map(({ number }) => number);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

/** A repeatable source of chance: a failing seed can be run again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at).map(({ one }) => one);
}

describe("receive", () => {
  it("takes the conversation of the first message", () => {
    check(receive(emptyFeed(), message(1)).conversation).toBe(CONVERSATION);
  });

  it("drops repeats and says so by returning the same feed", () => {
    const feed = receive(emptyFeed(), message(1));
    check(receive(feed, message(1))).toBe(feed);
  });

  it("ignores another conversation", () => {
    const feed = receive(emptyFeed(), message(1));
    check(receive(feed, message(2, { conversation: "c2" }))).toBe(feed);
  });

  it("holds what lies beyond a gap, and shows it once the gap is filled", () => {
    const gap = receive(receive(emptyFeed(), message(1)), message(3));
    check(numbers(gap)).toEqual([1]);
    check(isMissing(gap)).toBe(true);
    const whole = replayAfter(gap, { messages: [message(2)], more: false });
    check(numbers(whole)).toEqual([1, 2, 3]);
    check(isMissing(whole)).toBe(false);
  });

  it("replaces a message by its present shape after an edit", () => {
    const feed = receive(receive(emptyFeed(), message(1)), message(2));
    const edited = receive(feed, message(1, { text: "better", edited_at: "2026-05-12T14:05:00Z" }));
    check(edited.messages[0]?.text).toBe("better");
    check(numbers(edited)).toEqual([1, 2]);
  });
});

describe("any delivery ends in the same timeline", () => {
  for (let seed = 1; seed <= 60; seed += 1)
    it(`seed ${seed}`, () => {
      const random = chance(seed);
      const length = 1 + Math.floor(random() * 30);
      const all = timeline(length);
      const delivered = shuffled([...all, ...all], random).filter(() => random() > 0.4);
      let feed = emptyFeed(CONVERSATION);
      for (const one of delivered) {
        feed = receive(feed, one);
        check(numbers(feed)).toEqual(upTo(feed.last));
        // What the session does at a gap, in pages, while pushes go on.
        if (isMissing(feed) && random() > 0.5) feed = replayAfter(feed, { messages: all.slice(feed.last, feed.last + 3), more: true });
      }
      feed = expect(feed, length);
      while (isMissing(feed)) feed = replayAfter(feed, { messages: all.slice(feed.last, feed.last + 5), more: true });
      check(numbers(feed)).toEqual(upTo(length));
      check(feed.held).toEqual([]);
    });
});

describe("replay", () => {
  const all = timeline(120);
  const newest = replayNewest(emptyFeed(CONVERSATION), { messages: all.slice(70), more: true });

  it("begins with the newest and knows that there is more before", () => {
    check(newest.last).toBe(120);
    check(newest.before).toBe(70);
    check(newest.older).toBe(true);
  });

  it("puts older messages in front, without repeats", () => {
    const whole = replayBefore(newest, { messages: all.slice(20, 75), more: true });
    check(numbers(whole)[0]).toBe(21);
    check(whole.messages).toHaveLength(100);
    const end = replayBefore(whole, { messages: all.slice(0, 20), more: false });
    check(numbers(end)).toEqual(upTo(120));
    check(end.older).toBe(false);
  });

  it("keeps what it holds when the newest join it, and starts anew when they do not", () => {
    const held = timeline(80).reduce(receive, emptyFeed());
    check(numbers(replayNewest(held, { messages: all.slice(70), more: true }))).toEqual(upTo(120));
    const far = timeline(10).reduce(receive, emptyFeed());
    check(replayNewest(far, { messages: all.slice(70), more: true }).before).toBe(70);
  });
});

describe("read marks", () => {
  const feed = timeline(6).reduce(receive, emptyFeed());

  it("move forward only", () => {
    const read = readUpTo(feed, "visitor", 4);
    check(readUpTo(read, "visitor", 3)).toBe(read);
    check(readUpTo(read, "operator", 3).operatorRead).toBe(3);
  });

  it("leave the other side's later texts unread; notes, activities and removed ones never count", () => {
    check(unreadFor(readUpTo(feed, "visitor", 3), "visitor")).toBe(2);
    check(unreadFor(readUpTo(feed, "operator", 3), "operator")).toBe(1);
    const noted = [message(7, { kind: "activity" }), message(8, { deleted: true })].reduce(receive, feed);
    check(unreadFor(readUpTo(noted, "visitor", 6), "visitor")).toBe(0);
  });
});

it("names the client ids that have arrived, also beyond a gap", () => {
  const feed = [message(1, { client_id: "a" }), message(3, { client_id: "b" })].reduce(receive, emptyFeed());
  check([...arrivedIds(feed)]).toEqual(["a", "b"]);
});

it("is shortened to its newest, and goes on in both directions", () => {
  const feed = shortened(timeline(6).reduce(receive, emptyFeed()), 2);
  check(numbers(feed)).toEqual([5, 6]);
  check(shortened(feed, 2)).toBe(feed);
  check(receive(feed, message(7, {})).messages).toHaveLength(3);
  check(numbers(replayBefore(feed, { messages: timeline(6), more: false }))).toEqual(upTo(6));
});
