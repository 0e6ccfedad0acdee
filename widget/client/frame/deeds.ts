// What a visitor does in an open chat besides writing. Apart from the session, which loads before anybody opens it.

import type { WidgetResumeReply } from "#wire";
import { replayBefore } from "../../../chat/client/feed.ts";
import type { Session } from "./session.ts";

/** Loads what was said before the oldest message held. */
export async function loadOlder(session: Session): Promise<void> {
  const { conversation, before } = session.store.value.feed;
  const reply = await session.ask<WidgetResumeReply>({ type: "resume", conversation, after: null, before: before + 1 });
  if (reply) session.store.set({ feed: replayBefore(session.store.value.feed, reply) });
}

export function endChat(session: Session): void {
  void session.ask({ type: "end" });
}
