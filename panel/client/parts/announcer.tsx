/** Says each new message of the other side once to screen readers, and nothing else: no typing, not one's own. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape } from "#wire";
import { isSaid, isVisitors } from "../../../chat/client/feed.ts";
import { t } from "../../../chat/client/t.ts";
import { nameOf } from "../words.ts";
import { usePanel } from "./context.ts";

export function Announcer({ conversation }: { conversation: ConversationShape }) {
  const { threads } = usePanel();
  const said = useRef<{ id: string; number: number } | null>(null);
  const words = useSignal("");
  const feed = threads.feeds.value[conversation.id];
  const last = feed?.last ?? 0;
  useEffect(() => {
    if (!feed) return;
    const newest = feed.messages.at(-1);
    const isNew = said.current?.id === conversation.id && last > said.current.number;
    if (isNew && newest && isVisitors(newest) && isSaid(newest))
      words.value = t("{name}: {text}", { name: nameOf(conversation.visitor), text: newest.text });
    said.current = { id: conversation.id, number: last };
  }, [conversation.id, last]);
  return (
    <p class="vh" aria-live="polite">
      {words.value}
    </p>
  );
}
