/** One row of a thread: a day, a bubble, a note, an activity, or a message on its way. */

import type { ConversationShape, MessageShape } from "#wire";
import { isWritten } from "../../../chat/client/files/feed.ts";
import { clock, dayLabel } from "../../../chat/client/time.ts";
import { t } from "../../../chat/client/t.ts";
import { answeredIn, askedIn } from "../asks.ts";
import { now } from "../clock.ts";
import type { Row } from "../state/timeline.ts";
import { Activity } from "./activity.tsx";
import { Attached } from "./attached.tsx";
import { CameByMail, WentByMail } from "./by_mail.tsx";
import { usePanel } from "./context.ts";
import { Asked, Given } from "./form.tsx";
import { Avatar, Icon } from "./marks.tsx";
import { PendingLine } from "./pending.tsx";
import { Mentioning } from "../work/mentions.tsx";
import { Correct, isCorrecting, LineActs, QuoteOf } from "../work/line_acts.tsx";
import { RichText } from "./rich_text.tsx";

/** What lines show of their conversation. */
export type Seen = Pick<ConversationShape, "visitor" | "visitor_read">;

interface LineProps {
  row: Row;
  conversation: Seen;
}

export function Line({ row, conversation }: LineProps) {
  if (row.type === "day") return <li class="day">{dayLabel(row.at, now.value)}</li>;
  if (row.type === "pending") return <PendingLine pending={row.pending} last={row.last} />;
  const { message, last } = row;
  if (message.kind === "activity") return <Activity message={message} />;
  if (message.kind === "note") return <Note message={message} />;
  if (message.author.kind === "visitor") return <Incoming {...{ message, last, conversation }} />;
  return <Outgoing {...{ message, last, conversation }} />;
}

interface BubbleProps {
  message: MessageShape;
  last: boolean;
  conversation: Seen;
}

function Incoming({ message, last, conversation }: BubbleProps) {
  return (
    <li class={last ? "msg last" : "msg"} tabIndex={-1} data-number={message.number}>
      {last && <Avatar of={conversation.visitor} size="md" />}
      <QuoteOf message={message} />
      <Bubble message={message} />
      <LineActs message={message} />
      {(last || message.data?.masked === true) && (
        <p class="meta">
          {message.data?.masked === true && <span>{t("A card number was hidden")}</span>}
          <Clock at={message.created_at} />
        </p>
      )}
      <CameByMail message={message} />
    </li>
  );
}

function Outgoing({ message, last, conversation }: BubbleProps) {
  const { boot } = usePanel();
  const other = message.author.kind === "operator" && message.author.id !== boot.member.id;
  return (
    <li class={last ? "msg out last" : "msg out"} tabIndex={-1} data-number={message.number}>
      <QuoteOf message={message} />
      {isCorrecting(message) ? <Correct message={message} /> : <Bubble message={message} />}
      <LineActs message={message} />
      {(last || message.edited_at) && (
        <p class="meta">
          {message.edited_at && !message.deleted && <span>{t("Edited")}</span>}
          {other && <bdi>{message.author.name}</bdi>}
          {message.data?.["automatic"] && <span>{t("Automatic")}</span>}
          <Clock at={message.created_at} />
          <WentByMail message={message} />
          <Receipt read={conversation.visitor_read >= message.number} />
        </p>
      )}
    </li>
  );
}

function Bubble({ message }: { message: MessageShape }) {
  const { boot } = usePanel();
  if (message.deleted) return <p class="bub gone">{t("Message removed")}</p>;
  const asked = askedIn(message);
  const answered = answeredIn(message);
  if (asked) return <Asked asked={asked} conversation={message.conversation} />;
  if (answered) return <Given answered={answered} />;
  return (
    <>
      <Attached files={message.attachments} />
      {(isWritten(message) || !message.attachments.length) && (
        <p class="bub" dir="auto">
          <RichText text={message.text} root={boot.help} />
        </p>
      )}
    </>
  );
}

/** One check is sent; two checks and the word are read. */
function Receipt({ read }: { read: boolean }) {
  if (!read)
    return (
      <span class="sent">
        <Icon name="check" class="xs" />
        <span class="vh">{t("Sent")}</span>
      </span>
    );
  return (
    <span class="read">
      <Icon name="checks" class="xs" /> {t("Read")}
    </span>
  );
}

function Note({ message }: { message: MessageShape }) {
  const { boot } = usePanel();
  const mine = message.author.id === boot.member.id;
  return (
    <li class="note" tabIndex={-1} data-number={message.number}>
      <Icon name="lock" class="s" />
      <div>
        <small>
          <b>{mine ? t("You") : <bdi>{message.author.name}</bdi>}</b>
          {t(", only your team sees this")} · <Clock at={message.created_at} />
        </small>
        <QuoteOf message={message} />
        {isCorrecting(message) && <Correct message={message} />}
        {message.deleted && <p>{t("Message removed")}</p>}
        {isWritten(message) && !isCorrecting(message) && !message.deleted && (
          <p dir="auto">
            <Mentioning text={message.text} />
          </p>
        )}
        <Attached files={message.attachments} />
      </div>
      <LineActs message={message} />
    </li>
  );
}

export function Clock({ at }: { at: string }) {
  return <time dateTime={at}>{clock(at)}</time>;
}
