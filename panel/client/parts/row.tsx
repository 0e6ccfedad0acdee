/** One conversation in the list: who, how long they wait, the last words, where they are. */

import type { ComponentChildren } from "preact";
import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { drafts } from "../memory.ts";
import { go, isPlainClick, pathOf } from "../route.ts";
import { turnOf } from "../state/inbox.ts";
import { choose } from "../store/actions.ts";
import { elapsed, firstName, nameOf, pathIn, shortTime } from "../words.ts";
import { dayAndTime } from "../work/snooze.tsx";
import { usePanel } from "./context.ts";
import { Avatar, Icon, VisitorAvatar } from "./marks.tsx";

interface RowProps {
  conversation: ConversationShape;
}

export function Row({ conversation }: RowProps) {
  const panel = usePanel();
  const { id, visitor } = conversation;
  const current = panel.openConversation() === id;
  const waits = turnOf(conversation) === "yours";
  const unread = conversation.unread > 0 && !current;
  const open = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    if (conversation.project === panel.project.id) choose(panel, id, { write: event.detail > 0 }); // a press, not Enter on the link
    else go({ page: "inbox", project: conversation.project, conversation: id });
  };
  return (
    <a
      class={`conv${waits ? " waiting" : ""}${unread ? " unread" : ""}`}
      href={pathOf({ page: "inbox", project: conversation.project, conversation: id })}
      aria-current={current ? "true" : undefined}
      onClick={open}
    >
      <VisitorAvatar of={visitor} online={visitor.online && !panel.away.value} />
      <div>
        <div class="l1">
          <b>
            <bdi>{nameOf(visitor)}</bdi>
          </b>
          <Urgency of={conversation.priority} />
          <Moment conversation={conversation} />
        </div>
        <div class="l2">
          <LastLine conversation={conversation} />
          {unread && <Count n={conversation.unread} />}
        </div>
        <Below conversation={conversation} />
      </div>
    </a>
  );
}

function Count({ n }: { n: number }) {
  return (
    <b class="count">
      {n}
      <span class="vh"> {t("unread")}</span>
    </b>
  );
}

function Urgency({ of }: { of: number }) {
  return of > 0 ? <span class="urgent">{of > 1 ? t("Urgent") : t("High")}</span> : null;
}

function Moment({ conversation }: RowProps) {
  const { waiting_since, last_message, updated_at } = conversation;
  if (turnOf(conversation) === "yours" && waiting_since)
    return <span class="ago">{t("waiting {time}", { time: elapsed(waiting_since, now.value) })}</span>;
  const moment = last_message?.created_at ?? updated_at;
  return <time dateTime={moment}>{shortTime(moment, now.value)}</time>;
}

/** The first that is true: not sent, on its way, being typed, a draft, the last words. */
function LastLine({ conversation }: RowProps): ComponentChildren {
  const panel = usePanel();
  const { id } = conversation;
  const mine = panel.threads.pending.value.filter((each) => each.conversation === id && each.kind === "text");
  const failed = mine.find((each) => each.state === "failed");
  if (failed) return <Failed text={failed.text} />;
  const typist = panel.inbox.state.value.typists.find((each) => each.conversation === id && each.author.kind === "visitor");
  if (typist && !panel.away.value) return <TypingLine text={typist.text} />;
  const waiting = mine.at(-1);
  if (waiting) return <OnItsWay text={waiting.text} />;
  const draft = drafts.value[id]?.text;
  if (draft && panel.openConversation() !== id)
    return (
      <span class="draft" dir="auto">
        {t("Draft: {text}", { text: draft })}
      </span>
    );
  return <LastMessage conversation={conversation} />;
}

function Failed({ text }: { text: string }) {
  return (
    <span class="fail">
      <Icon name="alert" class="xs" />
      {t("Not sent: {text}", { text })}
    </span>
  );
}

function OnItsWay({ text }: { text: string }) {
  return (
    <>
      <span dir="auto">{t("You: {text}", { text })}</span>
      <Icon name="clock" class="xs" />
    </>
  );
}

function TypingLine({ text }: { text: string | null }) {
  if (text === null) return <span class="typing-line">{t("typing…")}</span>;
  return (
    <span class="typing-line">
      {t("typing:")} <i dir="auto">{text}</i>
    </span>
  );
}

function LastMessage({ conversation }: RowProps) {
  const { boot } = usePanel();
  const { last_message } = conversation;
  if (!last_message) return <span>{t("No messages yet")}</span>;
  const { author } = last_message;
  const text = last_message.text || t("Message removed");
  if (author.kind === "visitor") return <span dir="auto">{text}</span>;
  if (author.id === boot.member.id) return <span dir="auto">{t("You: {text}", { text })}</span>;
  return <span dir="auto">{t("{name}: {text}", { name: firstName(author.name), text })}</span>;
}

/** Where they are, or that they have read; and who holds it where that is not plain. */
function Below({ conversation }: RowProps) {
  const panel = usePanel();
  const { assignee } = conversation;
  const fact = factOf(conversation);
  const holder = assignee && panel.inbox.view.value === "all" ? assignee : null;
  if (!fact && !holder) return null;
  return (
    <div class="l3">
      {fact}
      {holder && <Avatar of={holder} size="sm" />}
      {holder && <span class={fact ? "vh" : ""}>{t("Assigned to {name}", { name: holder.name })}</span>}
    </div>
  );
}

function factOf({ status, snoozed_until, tags, visitor, visitor_read, last_number, last_message }: ConversationShape): ComponentChildren {
  if (status === "snoozed")
    return (
      <>
        <Icon name="snooze" class="xs" />
        <em>{snoozed_until ? t("Back {when}", { when: dayAndTime(new Date(snoozed_until)) }) : t("Back when they write")}</em>
      </>
    );
  if (visitor.online && visitor.page)
    return (
      <>
        <Icon name="pin" class="xs" />
        <em>
          <bdi dir="ltr">{pathIn(visitor.page.url)}</bdi>
        </em>
      </>
    );
  if (last_message && last_message.author.kind !== "visitor" && visitor_read >= last_number)
    return (
      <>
        <Icon name="checks" class="xs" />
        <em>{t("Read")}</em>
      </>
    );
  if (tags.length)
    return (
      <>
        <Icon name="tag" class="xs" />
        <em>
          <bdi>{tags.join(", ")}</bdi>
        </em>
      </>
    );
  return null;
}
