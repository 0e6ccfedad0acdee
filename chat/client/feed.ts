// A conversation's timeline as a pure value: numbers without gaps, repeats dropped, read marks. No DOM, no network.

import type { MessageShape } from "#wire";

export type Side = "visitor" | "operator";

export interface Feed {
  /** Null before a visitor's first message. */
  readonly conversation: string | null;
  /** Without gaps, from `first` to `last`. */
  readonly messages: readonly MessageShape[];
  /** The number before the oldest message held; 0 when the beginning is held. */
  readonly before: number;
  /** The newest number held without a gap: the `after` of the next resume. */
  readonly last: number;
  /** Messages beyond a gap, in order. Not shown until the gap is filled. */
  readonly held: readonly MessageShape[];
  /** The highest number that we know to exist. Ask for a resume while it is beyond `last`. */
  readonly known: number;
  /** Older messages exist: ask with `before`. */
  readonly older: boolean;
  readonly visitorRead: number;
  readonly operatorRead: number;
}

export function emptyFeed(conversation: string | null = null): Feed {
  return { conversation, messages: [], before: 0, last: 0, held: [], known: 0, older: false, visitorRead: 0, operatorRead: 0 };
}

/** Messages are missing: a resume with `after: feed.last` is due. */
export const isMissing = (feed: Feed): boolean => feed.known > feed.last;

/** Applies one pushed message. Returns the same feed when it says nothing new, or belongs elsewhere. */
export function receive(feed: Feed, message: MessageShape): Feed {
  // An edit's line brings what its target is now.
  const now = message.data?.["message"] as MessageShape | undefined;
  return now ? replace(take(feed, message), now) : take(feed, message);
}

function take(feed: Feed, message: MessageShape): Feed {
  if (feed.conversation === null) return take(emptyFeed(message.conversation), message);
  if (message.conversation !== feed.conversation) return feed;
  if (message.number <= feed.last) return replace(feed, message);
  const held = [...feed.held.filter(({ number }) => number !== message.number), message];
  return absorb({ ...feed, held: held.sort(byNumber), known: Math.max(feed.known, message.number) });
}

/** A message is known to exist (its `send` was answered), though it may not have come yet. */
export function expect(feed: Feed, number: number): Feed {
  return number > feed.known ? { ...feed, known: number } : feed;
}

export interface Replayed {
  messages: readonly MessageShape[];
  more: boolean;
}

/** The answer to a hello or resume with `after: feed.last`, which follows what is held without a gap. */
export function replayAfter(feed: Feed, { messages }: Replayed): Feed {
  return messages.reduce(receive, feed);
}

/** The answer to `after: null`: the newest messages. What was held before is only kept where it joins. */
export function replayNewest(feed: Feed, { messages, more }: Replayed): Feed {
  const first = messages[0];
  if (!first) return feed;
  const joins = feed.conversation === first.conversation && feed.messages.length > 0 && first.number <= feed.last + 1;
  if (joins) return replayAfter(feed, { messages, more });
  const marks = feed.conversation === first.conversation ? feed : emptyFeed(first.conversation);
  const before = first.number - 1;
  const fresh = { ...marks, messages: [], before, last: before, older: more || before > 0 };
  return replayAfter(fresh, { messages, more });
}

/** The answer to `before: feed.before + 1`: older messages, put in front. */
export function replayBefore(feed: Feed, { messages, more }: Replayed): Feed {
  const front = messages.filter(({ number }) => number <= feed.before).sort(byNumber);
  const first = front[0];
  if (!first) return { ...feed, older: false };
  return { ...feed, messages: [...front, ...feed.messages], before: first.number - 1, older: more };
}

/** The same with its newest `count` messages alone; the rest is asked for again when somebody reads upwards. */
export function shortened(feed: Feed, count: number): Feed {
  const messages = feed.messages.slice(-count);
  const [first] = messages;
  return !first || messages.length === feed.messages.length ? feed : { ...feed, messages, before: first.number - 1, older: true };
}

/** A read mark moves forward only. */
export function readUpTo(feed: Feed, side: Side, number: number): Feed {
  const mark = side === "visitor" ? "visitorRead" : "operatorRead";
  return number > feed[mark] ? { ...feed, [mark]: number } : feed;
}

/** How many of the other side's texts lie beyond this side's read mark. */
export function unreadFor(feed: Feed, side: Side): number {
  const mark = side === "visitor" ? feed.visitorRead : feed.operatorRead;
  return feed.messages.filter((one) => one.number > mark && isSaid(one) && isVisitors(one) !== (side === "visitor")).length;
}

/** Somebody said it, for the other side to read: no note, no activity. */
export const isSaid = ({ kind, deleted }: MessageShape): boolean => (kind === "text" || kind === "form") && !deleted;

export const isVisitors = ({ author }: MessageShape): boolean => author.kind === "visitor";

/** The client ids in the feed: a pending message that is among them has arrived. */
export function arrivedIds(feed: Feed): Set<string> {
  const ids = [...feed.messages, ...feed.held].map(({ client_id }) => client_id);
  return new Set(ids.filter((id) => id !== null));
}

const byNumber = (one: MessageShape, other: MessageShape): number => one.number - other.number;

/** Moves what joins from `held` to `messages`. */
function absorb(feed: Feed): Feed {
  const joined: MessageShape[] = [];
  let { last } = feed;
  for (const message of feed.held)
    if (message.number === last + 1) {
      joined.push(message);
      last = message.number;
    }
  if (!joined.length) return feed;
  const held = feed.held.filter(({ number }) => number > last);
  return { ...feed, messages: [...feed.messages, ...joined], held, last };
}

/** A message that we hold came again: a repeat, or its present shape after an edit. */
function replace(feed: Feed, message: MessageShape): Feed {
  const place = message.number - feed.before - 1;
  const present = feed.messages[place];
  if (!present || (present.edited_at === message.edited_at && present.deleted === message.deleted)) return feed;
  return { ...feed, messages: feed.messages.with(place, message) };
}
