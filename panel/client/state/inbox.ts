/** The inbox as one value: old snapshot + event = new snapshot. Nothing here touches the network, the clock or the page. */

import type {
  ConversationPush,
  ConversationShape,
  MessagePush,
  MessageShape,
  OperatorShape,
  PresencePush,
  Push,
  ReadPush,
  TypingPush,
  VisitorConversationPush,
  VisitorRefShape,
  VisitorShape,
  WidgetPresencePush,
} from "#wire";
import { add, NO_COUNTS, subtract, tally, type Counts } from "./counts.ts";
import { byTurn, isAfterEdge, momentOf, type Page, type Turn, type View } from "./sections.ts";

export type { Counts, Turn, View };

/** What an operator's socket hears; the other shapes of the same names are for visitors' tabs. */
export type OperatorPush = Exclude<Push, VisitorConversationPush | WidgetPresencePush>;

export interface Typist {
  conversation: string;
  author: TypingPush["author"];
  kind: "text" | "note";
  text: string | null;
}

export interface InboxState {
  me: string | null;
  conversations: Readonly<Record<string, ConversationShape>>;
  /** The last number heard of each conversation, so that a repeated push counts nothing twice. */
  heard: Readonly<Record<string, number>>;
  pages: Readonly<Record<string, Page>>;
  counts: Counts;
  operators: readonly OperatorShape[];
  typists: readonly Typist[];
  /** Conversations that a push named and we do not hold: the store fetches them. */
  missing: readonly string[];
}

/** One page of one section, as the server lists it. */
export interface PageOf {
  view: View;
  turn: Turn;
  results: ConversationShape[];
  next: string | null;
}

/** A fresh snapshot. `keep` is the open conversation, which may be in no page; `pushes` came while it was fetched. */
export interface Reload {
  type: "reload";
  pages: PageOf[];
  counts: Counts;
  operators: OperatorShape[];
  keep: string | null;
  pushes: OperatorPush[];
}

/** What the server answered. `pushes` came while it was asked: the answer may be older than they are. */
export type Learned = { pushes?: OperatorPush[] } & (({ type: "page" } & PageOf) | { type: "known"; conversations: ConversationShape[] });

export type InboxEvent =
  | Reload
  | Learned
  | { type: "counts"; counts: Counts }
  | { type: "seen"; conversation: string }
  | { type: "silent"; conversation: string; author: string | null }
  | OperatorPush;

export function emptyInbox(me: string | null): InboxState {
  return {
    me,
    conversations: {},
    heard: {},
    pages: {},
    counts: NO_COUNTS,
    operators: [],
    typists: [],
    missing: [],
  };
}

/** The next snapshot. An event that changes nothing returns the same object. */
export function reduce(state: InboxState, event: InboxEvent): InboxState {
  switch (event.type) {
    case "reload":
      return reloaded(state, event);
    case "page":
      return repeated(withPage(withKnown(state, event.results), event), event.pushes);
    case "known":
      return repeated(withKnown(state, event.conversations), event.pushes);
    case "counts":
      return { ...state, counts: event.counts };
    case "presence":
      return withPresence(state, event);
    case "seen":
      return changed(state, event.conversation, (conversation) => ({ ...conversation, unread: 0 }));
    case "message":
      return withMessage(state, event);
    case "conversation":
      return withConversation(state, event);
    case "read":
      return withRead(state, event);
    case "typing":
      return withTyping(state, event);
    case "silent":
      return without(state, event.conversation, event.author);
    case "visitor":
      return withVisitor(state, event.visitor);
    default:
      return state;
  }
}

/** Begins anew with a snapshot, then repeats the pushes that came while it was fetched; old ones change nothing. */
function reloaded(state: InboxState, event: Reload): InboxState {
  const { counts, operators } = event;
  const kept = event.keep ? state.conversations[event.keep] : undefined;
  const empty: InboxState = { ...emptyInbox(state.me), operators, typists: state.typists };
  const start = kept ? withKnown(empty, [kept]) : empty;
  const paged = event.pages.reduce((next, page) => withPage(withKnown(next, page.results), page), start);
  return event.pushes.reduce(reduce, { ...paged, counts });
}

/** On top of an answer, what came before it. It was counted when it came, and whoever typed then may have stopped. */
function repeated(state: InboxState, pushes: OperatorPush[] = []): InboxState {
  const { counts, typists } = state;
  return pushes.length ? { ...pushes.reduce(reduce, state), counts, typists } : state;
}

/** Takes shapes from the server, except where a push has already told us more. */
function withKnown(state: InboxState, found: ConversationShape[]): InboxState {
  const conversations = { ...state.conversations };
  const heard = { ...state.heard };
  for (const each of found) {
    if (conversations[each.id] && each.last_number < (heard[each.id] ?? 0)) continue;
    conversations[each.id] = each;
    heard[each.id] = each.last_number;
  }
  const ids = new Set(found.map((each) => each.id));
  return { ...state, conversations, heard, missing: state.missing.filter((id) => !ids.has(id)) };
}

function withPage(state: InboxState, event: PageOf): InboxState {
  const last = event.results.at(-1);
  const edge = event.next && last ? momentOf(event.turn, last) : null;
  return { ...state, pages: { ...state.pages, [`${event.view}.${event.turn}`]: { next: event.next, edge } } };
}

function withPresence(state: InboxState, push: PresencePush): InboxState {
  return { ...state, operators: push.operators };
}

/** Replaces one conversation and moves the counters by the difference; an unknown one is noted as missing. */
function changed(
  state: InboxState,
  id: string,
  change: (conversation: ConversationShape) => ConversationShape,
): InboxState {
  const before = state.conversations[id];
  if (!before) return state.missing.includes(id) ? state : { ...state, missing: [...state.missing, id] };
  const after = change(before);
  if (after === before) return state;
  const counts = add(subtract(state.counts, tally(before, state.me)), tally(after, state.me));
  return { ...state, conversations: { ...state.conversations, [id]: after }, counts };
}

function withMessage(state: InboxState, { conversation, message }: MessagePush): InboxState {
  if (message.number <= (state.heard[conversation] ?? 0)) return state;
  const next = changed(state, conversation, (before) => afterMessage(before, message, state.me));
  if (!state.conversations[conversation]) return next;
  const heard = { ...state.heard, [conversation]: message.number };
  return without({ ...next, heard }, conversation, message.author.id);
}

function afterMessage(before: ConversationShape, message: MessageShape, me: string | null): ConversationShape {
  const last_number = Math.max(before.last_number, message.number);
  if (message.kind !== "text" && message.kind !== "form") return { ...before, last_number, updated_at: message.created_at };
  const fromVisitor = message.author.kind === "visitor";
  const mine = message.author.kind === "operator" && message.author.id === me;
  return {
    ...before,
    last_number,
    last_message: { text: message.text.slice(0, 200), author: message.author, created_at: message.created_at },
    unread: fromVisitor ? before.unread + 1 : mine ? 0 : before.unread,
    waiting_since: message.kind === "form" ? before.waiting_since : fromVisitor ? (before.waiting_since ?? message.created_at) : null,
    updated_at: message.created_at,
  };
}

function withConversation(state: InboxState, push: ConversationPush): InboxState {
  return changed(state, push.conversation.id, (before) => {
    const after = { ...push.conversation, unread: before.unread };
    if (after.last_number >= before.last_number) return after;
    // Overtaken by a message: what the message said is newer than this shape.
    const { last_number, last_message, waiting_since, updated_at } = before;
    return { ...after, last_number, last_message, waiting_since, updated_at };
  });
}

function withRead(state: InboxState, push: ReadPush): InboxState {
  if (!state.conversations[push.conversation]) return state;
  if (push.member !== undefined) return push.member === state.me ? withOwnRead(state, push) : state;
  const mark = push.side === "visitor" ? "visitor_read" : "operator_read";
  return changed(state, push.conversation, (before) =>
    push.number > before[mark] ? { ...before, [mark]: push.number } : before,
  );
}

/** Another tab of the same member has read this far: no more can be unread than what came after. */
function withOwnRead(state: InboxState, push: ReadPush): InboxState {
  return changed(state, push.conversation, (before) => {
    const unread = Math.min(before.unread, Math.max(0, before.last_number - push.number));
    return unread === before.unread ? before : { ...before, unread };
  });
}

function withTyping(state: InboxState, push: TypingPush): InboxState {
  if (!push.conversation || (push.author.kind === "operator" && push.author.id === state.me)) return state;
  const rest = without(state, push.conversation, push.author.id);
  if (push.text === "") return rest; // an emptied box
  const typist: Typist = {
    conversation: push.conversation,
    author: push.author,
    kind: push.kind ?? "text",
    text: push.text ?? null,
  };
  return { ...rest, typists: [...rest.typists, typist] };
}

function without(state: InboxState, conversation: string, author: string | null): InboxState {
  const typists = state.typists.filter((each) => each.conversation !== conversation || each.author.id !== author);
  return typists.length === state.typists.length ? state : { ...state, typists };
}

function withVisitor(state: InboxState, visitor: VisitorShape): InboxState {
  const theirs = Object.values(state.conversations).filter((each) => each.visitor.id === visitor.id);
  const { id, name, email, verified, online } = visitor;
  const page = online ? (visitor.pages.at(-1) ?? null) : null;
  const ref: VisitorRefShape = { id, name, email, verified, online, page };
  return theirs.reduce((next, each) => changed(next, each.id, (before) => ({ ...before, visitor: ref })), state);
}

/** The rows of one section in order, without those behind the edge of what was loaded. */
export function rowsOf(state: InboxState, view: View, turn: Turn): ConversationShape[] {
  const page = state.pages[`${view}.${turn}`];
  const rows = Object.values(state.conversations).filter(
    (each) => inView(each, view, state.me) && turnOf(each) === turn && !isAfterEdge(page, turn, each),
  );
  return rows.sort(byTurn(turn));
}

function inView(conversation: ConversationShape, view: View, me: string | null): boolean {
  if (view === "all") return true;
  return view === "mine" ? conversation.assignee?.id === me : conversation.assignee === null;
}

/** Whose turn it is: yours while the visitor waits, done when closed. */
export function turnOf(conversation: ConversationShape): Turn {
  if (conversation.status === "closed") return "done";
  return conversation.waiting_since ? "yours" : "theirs";
}
