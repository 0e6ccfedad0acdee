// What the visitor's side knows, as one value: everything on screen is drawn from it.

import type { AuthorShape, VisitorConversationShape, VisitorSelfShape, WidgetOperatorsShape } from "#wire";
import { emptyFeed } from "../../../chat/client/feed.ts";
import type { Feed } from "../../../chat/client/feed.ts";
import type { LiveState } from "../../../chat/client/live.ts";
import { Observable } from "../../../chat/client/observable.ts";
import type { Pending } from "../../../chat/client/outbox.ts";

export interface State {
  link: LiveState;
  /** The connection has been away for long enough to say so. */
  late: boolean;
  visitor: VisitorSelfShape | null;
  conversation: VisitorConversationShape | null;
  operators: WidgetOperatorsShape;
  feed: Feed;
  pending: readonly Pending[];
  typing: AuthorShape | null;
  open: boolean;
  /** What the page put into the box with `parley("message", …)`. */
  prefill: string;
  /** Changes when the words do. */
  locale: string;
}

export type Store = Observable<State>;

export function newStore(): Store {
  return new Observable<State>({
    link: "connecting",
    late: false,
    visitor: null,
    conversation: null,
    operators: { online: false, people: [] },
    feed: emptyFeed(),
    pending: [],
    typing: null,
    open: false,
    prefill: "",
    locale: "en",
  });
}
