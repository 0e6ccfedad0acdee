/** Above the composer: why it was not sent yet, with a way on; and which line the writing answers. */

import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { draftOf, keepDraft } from "../memory.ts";
import { sendAnyway, stopped } from "../store/actions.ts";
import { firstName } from "../words.ts";

interface GuardProps {
  conversation: ConversationShape;
}

export function Guard({ conversation }: GuardProps) {
  const panel = usePanel();
  const held = stopped.value;
  if (held?.conversation !== conversation.id) return null;
  const { stop } = held;
  return (
    <div class="guard" role="alert">
      <Icon name="alert" class="s" />
      <p>
        <b>{stop.why === "answered" ? t("{name} answered meanwhile", { name: firstName(stop.by) }) : t("This is a note: the visitor will not see it")}</b>
        {stop.why === "answered" && <q dir="auto">{stop.text}</q>}
      </p>
      <button type="button" class="btn quiet sm" onClick={() => (stopped.value = null)}>
        {t("Keep writing")}
      </button>
      <button type="button" class="btn sm" onClick={() => sendAnyway(panel, conversation.id)}>
        {stop.why === "answered" ? t("Send anyway") : t("Add the note")}
      </button>
    </div>
  );
}

/** The line that is being answered, until it is sent or let go. */
export function Quoted({ conversation }: GuardProps) {
  const { threads } = usePanel();
  const draft = draftOf(conversation.id);
  if (draft.quotes === undefined) return null;
  const line = threads.feeds.value[conversation.id]?.messages.find(({ number }) => number === draft.quotes);
  const letGo = () => keepDraft(conversation.id, { text: draft.text, note: draft.note });
  return (
    <div class="quoting">
      <Icon name="replay" class="s" />
      <q dir="auto">{line ? line.text : t("an earlier message")}</q>
      <button type="button" class="icon-btn" aria-label={t("Do not quote this")} onClick={letGo}>
        <Icon name="x" class="s" />
      </button>
    </div>
  );
}
