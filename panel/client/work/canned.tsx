/** Canned replies above the composer: `/` in an empty reply opens them. */

import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import type { CannedReplyShape, ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { askedIn, filled, fitting } from "../state/canned.ts";
import type { Panel } from "../store/panel.ts";
import { loadReplies, replies } from "../store/work.ts";
import { firstName } from "../words.ts";
import type { Offered } from "./offers.tsx";

const SHOWN = 6;

/** Whether the dialog is open where they are prepared. */
export const preparing = signal(false);

/** What a reply's text asks for; null where it asks for none, or they are not here yet. */
export function useCanned(panel: Panel, conversation: ConversationShape, text: string, insert: (text: string) => void): Offered | null {
  const query = askedIn(text);
  const asks = query !== null;
  useEffect(() => {
    if (asks) void loadReplies(panel);
  }, [asks]);
  if (!asks || replies.value === null) return null;
  const offers = fitting(replies.value, query)
    .slice(0, SHOWN)
    .map((reply) => {
      const whole = wordsFor(panel, conversation, reply);
      const take = () => {
        insert(whole);
        panel.api.work.replyUsed(reply.id).catch(() => undefined); // away: it counts one too few
      };
      return { id: reply.id, head: <code dir="ltr">/{marked(reply.shortcut, query)}</code>, words: reply.text, whole, take };
    });
  return { typed: text, label: t("Canned replies"), offers, more: <Change /> };
}

/** The words of a reply for this conversation. */
function wordsFor(panel: Panel, { visitor, number }: ConversationShape, { text }: CannedReplyShape): string {
  const me = panel.boot.member.name;
  return filled(text, {
    "visitor.name": visitor.name,
    "visitor.first_name": firstName(visitor.name),
    "visitor.email": visitor.email,
    "operator.name": me,
    "operator.first_name": firstName(me),
    "project.name": panel.project.name,
    "conversation.number": String(number),
  });
}

function Change() {
  return (
    <button type="button" class="btn quiet sm" onClick={() => (preparing.value = true)}>
      {t("Change…")}
    </button>
  );
}

function marked(shortcut: string, query: string) {
  const place = query ? shortcut.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (place < 0) return shortcut;
  return (
    <>
      {shortcut.slice(0, place)}
      <u>{shortcut.slice(place, place + query.length)}</u>
      {shortcut.slice(place + query.length)}
    </>
  );
}
