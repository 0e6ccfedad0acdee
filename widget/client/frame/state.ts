// What the visitor's side knows, as one value: everything on screen is drawn from it.

import type { AuthorShape, VisitorConversationShape, WidgetOperatorsShape, WidgetVisitorShape } from "#wire";
import { emptyFeed } from "../../../chat/client/feed.ts";
import type { Feed } from "../../../chat/client/feed.ts";
import type { LiveState } from "../../../chat/client/live.ts";
import { Observable } from "../../../chat/client/observable.ts";
import type { Pending } from "../../../chat/client/outbox.ts";

/** An automatic message that this visitor has opened, and not answered yet. */
export interface Spoken {
  id: string;
  /** Of which it is a translation; empty for the message itself. */
  language: string;
  text: string;
  answers: readonly string[];
  at: string;
}

export type CopyStage = "" | "asks" | "busy" | "failed" | "sent";

/** What became of “Email me a copy”, in which conversation. Here, and not in what draws it: that is drawn anew at any time. */
export interface Copying {
  of: string;
  stage: CopyStage;
  to: string;
}

export interface State {
  link: LiveState;
  /** The connection has been away for long enough to say so. */
  late: boolean;
  visitor: WidgetVisitorShape | null;
  conversation: VisitorConversationShape | null;
  operators: WidgetOperatorsShape;
  rule: Spoken | null;
  feed: Feed;
  pending: readonly Pending[];
  typing: AuthorShape | null;
  open: boolean;
  /** What the page put into the box with `parley("message", …)`. */
  prefill: string;
  /** What was given to be sent along: chosen, pasted or dropped. The tray takes each once, when its code is there. */
  files?: readonly File[];
  copy?: Copying;
  /** The article that is read, by its id or the last part of its address; empty or nothing for none. */
  reads?: string;
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
    rule: null,
    feed: emptyFeed(),
    pending: [],
    typing: null,
    open: false,
    prefill: "",
    locale: "en",
  });
}
