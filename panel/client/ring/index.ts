/** What calls the operator while the panel is open: sounds, the badge, and the subscription that rings when it is closed. */

import { effect } from "@preact/signals";
import { cookie } from "../api.ts";
import { go, parse, route } from "../route.ts";
import type { Panel } from "../store/panel.ts";
import type { OperatorPush } from "../state/inbox.ts";
import { badge } from "./badge.ts";
import { calls, soundOf } from "./decide.ts";
import { isLookedAt, lookAt, lookAway } from "./looking.ts";
import type { Manner } from "./ringer.ts";
import { Ringer } from "./ringer.ts";
import { hashOf, permission, registration, renewed, tell } from "./subscription.ts";
import type { PushPlace } from "./subscription.ts";

/** What the shell says of it (panel/notices/shapes.py). */
export interface Notices extends Manner {
  push: PushPlace;
  /** The hash of this browser's subscription, as the server has it with this session; null without one. */
  browser: string | null;
  /** Departments, by id, that are others': their chats make no sound here while they are nobody's. */
  others: readonly string[];
  /** The page where somebody is brought to who hears nothing. */
  why: string;
}

/** A conversation that was not here comes a moment after its line. */
const KNOWN_WITHIN_MS = 1_000;

export class Ringing {
  readonly ringer: Ringer;
  private readonly others: ReadonlySet<string>;
  /** The last number heard of each conversation, whatever the list shows of it. */
  private readonly heard = new Map<string, number>();

  constructor(private readonly panel: Panel, private readonly notices: Notices) {
    this.others = new Set(notices.others);
    this.ringer = new Ringer(notices, () => this.waits());
  }

  start(leaving: AbortSignal): void {
    this.ringer.start(leaving);
    const counting = effect(() => badge(this.panel.inbox.state.value.counts.waiting));
    const looking = effect(() => lookAt(this.panel.openConversation()));
    leaving.addEventListener("abort", () => {
      counting();
      looking();
    });
    addEventListener("focus", () => lookAt(this.panel.openConversation()), { signal: leaving });
    addEventListener("blur", lookAway, { signal: leaving });
    addEventListener("pagehide", lookAway, { signal: leaving });
    navigator.serviceWorker?.addEventListener("message", (event) => follow(event.data as { type?: string; url?: string }), { signal: leaving });
    void this.keepSubscribed().catch(() => undefined); // the page that is led to says why
  }

  /** A push, before the panel's stores have heard it. */
  hear(push: OperatorPush): void {
    if (push.type !== "message") return;
    const { message, conversation } = push;
    const last = this.heard.get(conversation) ?? 0;
    if (message.number <= last) return; // after a gap, lines are told again
    this.heard.set(conversation, message.number);
    const before = this.panel.inbox.conversation(conversation);
    const decide = () => {
      const now = this.panel.inbox.conversation(conversation);
      const sound = soundOf(message, now, before ?? (last ? now : undefined), { me: this.panel.boot.member.id, others: this.others });
      if (sound && !isLookedAt(conversation, this.panel.openConversation())) this.ringer.ring(sound);
    };
    // Given to me: whose it is says the push that follows. Not here yet: it is being fetched.
    if (before && message.kind !== "activity") queueMicrotask(decide);
    else setTimeout(decide, KNOWN_WITHIN_MS);
  }

  private waits(): boolean {
    const talks = Object.values(this.panel.inbox.state.value.conversations);
    return talks.some((talk) => calls(talk, this.others) && !isLookedAt(talk.id, this.panel.openConversation()));
  }

  /** The browser may have dropped or changed its subscription, and the person may have signed in anew: the server is told. */
  private async keepSubscribed(): Promise<void> {
    const { push, browser } = this.notices;
    if (!push.key || permission() !== "granted") return;
    const registered = await registration(push.scope);
    if (!registered?.active) return;
    void registered.update().catch(() => undefined);
    const subscription = await renewed(registered, push.key);
    if ((await hashOf(subscription.endpoint)) !== browser) await tell(push, subscription, cookie(this.panel.boot.csrf_cookie));
  }
}

/** A notification was pressed, and this page was brought to the front for it. */
function follow({ type, url }: { type?: string; url?: string }): void {
  const to = type === "open" && url ? parse(url) : null;
  if (!to || !url) return;
  if (to.project === route.value.project) go(to);
  else location.assign(url);
}
