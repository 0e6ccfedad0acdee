/** One conversation in the list: who, how long they wait, the last words, where they are. */

import { computed, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { drafts } from "../memory.ts";
import { go, isPlainClick, pathOf } from "../route.ts";
import { turnOf } from "../state/inbox.ts";
import { choose } from "../store/actions.ts";
import type { Panel } from "../store/panel.ts";
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
  // Of thousands of rows only those are drawn again for which something has changed.
  const current = useComputed(() => panel.openConversation() === id).value;
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
      onPointerDown={(event) => event.pointerType === "mouse" && isPlainClick(event) && conversation.project === panel.project.id && panel.threads.foresee(id)}
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

/** Words that are told anew only when they are others. */
function useTold(tell: () => string, of: readonly unknown[]): string {
  return useMemo(() => computed(tell), of as unknown[]).value;
}

function Moment({ conversation }: RowProps) {
  const { waiting_since, last_message, updated_at } = conversation;
  const waits = turnOf(conversation) === "yours" ? waiting_since : null;
  const moment = last_message?.created_at ?? updated_at;
  const said = useTold(() => (waits ? t("waiting {time}", { time: elapsed(waits, now.value) }) : shortTime(moment, now.value)), [waits, moment]);
  return waits ? <span class="ago">{said}</span> : <time dateTime={moment}>{said}</time>;
}

/** The first that is true: not sent, on its way, being typed, a draft, the last words. */
function LastLine({ conversation }: RowProps): ComponentChildren {
  const panel = usePanel();
  const { id } = conversation;
  const failed = useComputed(() => mineIn(panel, id).find((each) => each.state === "failed")?.text).value;
  const typist = useComputed(() => panel.inbox.state.value.typists.find((each) => each.conversation === id && each.author.kind === "visitor")).value;
  const waiting = useComputed(() => mineIn(panel, id).at(-1)?.text).value;
  const draft = useComputed(() => (panel.openConversation() === id ? undefined : drafts.value[id]?.text)).value;
  if (failed !== undefined) return <Failed text={failed} />;
  if (typist && !panel.away.value) return <TypingLine text={typist.text} />;
  if (waiting !== undefined) return <OnItsWay text={waiting} />;
  if (draft)
    return (
      <span class="draft" dir="auto">
        {t("Draft: {text}", { text: draft })}
      </span>
    );
  return <LastMessage conversation={conversation} />;
}

/** What of mine is on its way there. */
const mineIn = ({ threads }: Panel, id: string) => threads.pending.value.filter((each) => each.conversation === id && each.kind === "text");

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
