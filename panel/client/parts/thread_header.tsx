/** Above the thread: who, where they are, whose turn, and what can be done with the conversation. */

import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { toggleVisitorColumn } from "../memory.ts";
import { turnOf } from "../state/inbox.ts";
import { choose, setDone, visitorOpen } from "../store/actions.ts";
import { elapsed, nameOf, pathIn } from "../words.ts";
import { AssignButton } from "./assign.tsx";
import { MoreButton, PaperLink } from "../work/more.tsx";
import { SnoozeButton } from "../work/snooze.tsx";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

interface HeaderProps {
  conversation: ConversationShape;
}

export function ThreadHeader({ conversation }: HeaderProps) {
  const panel = usePanel();
  return (
    <header class="thread-h">
      <button class="icon-btn only-m" aria-label={t("Back to the list")} onClick={() => choose(panel, null)}>
        <Icon name="back" class="flip" />
      </button>
      <div>
        <h1>
          <bdi>{nameOf(conversation.visitor)}</bdi>
        </h1>
        <Where conversation={conversation} />
      </div>
      <div class="acts">
        <Turn conversation={conversation} />
        {panel.mayAct && <AssignButton conversation={conversation} />}
        {panel.mayAct && <SnoozeButton conversation={conversation} />}
        {panel.mayAct && <DoneButton conversation={conversation} />}
        {panel.mayAct ? <MoreButton conversation={conversation} /> : <PaperLink conversation={conversation} />}
        <ColumnButtons />
      </div>
    </header>
  );
}

function Where({ conversation }: HeaderProps) {
  const { visitor } = conversation;
  const online = visitor.online && !usePanel().away.value;
  return (
    <p class="where">
      <i class={online ? "presence on" : "presence"} aria-hidden="true" />
      <span>
        {visitor.online ? t("On the site") : t("Not on the site")}
        {visitor.online && visitor.page && (
          <>
            {" · "}
            <bdi>{visitor.page.title || pathIn(visitor.page.url)}</bdi>
          </>
        )}
      </span>
    </p>
  );
}

function Turn({ conversation }: HeaderProps) {
  if (turnOf(conversation) !== "yours" || !conversation.waiting_since) return null;
  return (
    <span class="state wait only-d">
      <i class="flag" aria-hidden="true" />
      {t("Your turn, {time}", { time: elapsed(conversation.waiting_since, now.value) })}
    </span>
  );
}

function DoneButton({ conversation }: HeaderProps) {
  const panel = usePanel();
  const closed = conversation.status === "closed";
  const words = closed ? t("Reopen") : t("Done");
  return (
    <button class="btn done" aria-label={words} onClick={() => void setDone(panel, conversation, !closed)}>
      <Icon name={closed ? "replay" : "check"} class="s" />
      <span class="wide-only">{words}</span>
      <kbd aria-hidden="true">E</kbd>
    </button>
  );
}

/** At a desk the column is hidden for good; where it is a drawer or a page of its own it opens for now. */
function ColumnButtons() {
  return (
    <>
      <button class="icon-btn column-toggle" aria-label={t("Show or hide the visitor column")} onClick={toggleVisitorColumn}>
        <Icon name="user" />
      </button>
      <button
        class="icon-btn drawer-toggle"
        aria-label={t("Visitor details")}
        aria-expanded={visitorOpen.value}
        onClick={() => (visitorOpen.value = !visitorOpen.value)}
      >
        <Icon name="user" />
      </button>
    </>
  );
}
