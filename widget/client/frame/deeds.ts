// What a visitor does in an open chat besides writing. Apart from the session, which loads before anybody opens it.

import type { WidgetResumeReply } from "#wire";
import { replayBefore } from "../../../chat/client/feed.ts";
import type { Keep } from "./keep.ts";
import type { Session } from "./session.ts";

interface Received {
  session: Session;
  keep: Keep;
}

/** Loads what was said before the oldest message held. */
export async function loadOlder(session: Session): Promise<void> {
  const { conversation, before } = session.store.value.feed;
  const reply = await session.ask<WidgetResumeReply>({ type: "resume", conversation, after: null, before: before + 1 });
  if (reply) session.store.set({ feed: replayBefore(session.store.value.feed, reply) });
}

export function endChat(session: Session): void {
  void session.ask({ type: "end" });
}

/** What the visitor, or the page for them, agrees to or takes back. */
export async function agree(options: Received, agreed: boolean, version: string): Promise<void> {
  if (!(await options.session.ask({ type: "consent", version, agreed }))) return;
  if (agreed) goOn(options);
  else turn(options.session, false);
}

/** They have agreed: what was held back until then is kept, and said. */
export function goOn({ session, keep }: Received): void {
  keep.held = false;
  keep.allow?.();
  keep.write("token", keep.token);
  keep.write("draft", keep.draft || null);
  turn(session, true);
  if (session.who) void import("./said.ts").then(({ vouch }) => vouch(session));
}

function turn({ store }: Session, agreed: boolean): void {
  const { visitor } = store.value;
  if (visitor) store.set({ visitor: { ...visitor, agreed } });
}
