// One message in the timeline, with its state: sending, waiting, sent, read, failed.

import type { AuthorShape } from "#wire";
import type { JSX } from "preact";
import { LINK_ATTRIBUTES, partsOf } from "../../../chat/client/text.ts";
import { t, tn } from "../../../chat/client/t.ts";
import { clock } from "../../../chat/client/time.ts";
import { Icon } from "./icons.tsx";
import { cards, loadFiles, useOnNeed } from "./on_need.ts";
import { Face, firstName } from "./person.tsx";
import type { Said } from "./rows.ts";
import type { Session } from "./session.ts";
import type { State } from "./state.ts";

export interface BubbleOptions {
  row: Said;
  state: State;
  session: Session;
}

export function Bubble({ row, state, session }: BubbleOptions): JSX.Element {
  const looks = ["said", row.mine ? "mine" : "", row.last ? "last" : "", row.pending?.state ?? ""];
  const author = row.message?.author;
  // Until its code and words are there a form is its text, which says enough.
  const form = useOnNeed(row.message?.kind === "form", () => import("./form/index.tsx").then(({ ready }) => ready()), state.locale);
  const files = useOnNeed(row.files.length > 0, loadFiles, state.locale);
  const quoting = useOnNeed(!!row.message?.data?.quote, () => import("./quote/index.tsx"));
  return (
    <li class={looks.filter(Boolean).join(" ")}>
      {!row.mine && row.last && author?.name && <Face person={author} />}
      {quoting && <quoting.Quote row={row} state={state} session={session} />}
      {files && <files.Attached row={row} state={state} session={session} />}
      {form ? <form.Form row={row} state={state} session={session} /> : (!files || (row.text && !row.message?.data?.unsaid)) && <Plain text={row.text} />}
      {row.last && <Caption row={row} state={state} session={session} />}
    </li>
  );
}

export function Plain({ text }: { text: string }): JSX.Element {
  return (
    <p class="bubble">
      <span class="words" dir="auto">
        <Text text={text} />
      </span>
    </p>
  );
}

/** Plain text with its links; everything else stays a text node. */
export function Text({ text }: { text: string }): JSX.Element {
  const parts = partsOf(text);
  const drawn = (cards.in?.(parts) ?? parts).map((part) =>
    typeof part === "object" && "href" in part ? (
      <a href={part.href} {...LINK_ATTRIBUTES}>
        {part.text}
      </a>
    ) : (
      part
    ),
  );
  return <>{drawn}</>;
}

function Caption({ row, state, session }: BubbleOptions): JSX.Element {
  const { pending, message } = row;
  if (pending?.state === "failed") return <Failed id={pending.client_id} error={pending.error} session={session} />;
  if (pending?.state === "waiting") return <Waiting count={state.pending.filter((one) => one.state === "waiting").length} />;
  if (pending) return <small>{pending.state === "sent" ? t("Sent") : t("Sending")}</small>;
  if (!row.mine && message) return <small>{t("{name}, {time}", { name: firstName(message.author.name) || t("Automatic"), time: clock(row.at) })}</small>;
  const read = message !== null && message.number <= state.feed.operatorRead;
  const told = row.newest ? ` · ${read ? t("Read") : t("Sent")}` : "";
  return <small>{clock(row.at) + told}</small>;
}

/** Said once, under the last of those that wait. */
function Waiting({ count }: { count: number }): JSX.Element {
  return (
    <small>
      <Icon name="clock" look="tiny" />
      {tn("1 message waits for the connection", "{n} messages wait for the connection", count)}
    </small>
  );
}

function Failed({ id, error, session }: { id: string; error: NonNullable<Said["pending"]>["error"]; session: Session }): JSX.Element {
  return (
    <small class="problem" role="status" title={[error?.detail, error?.requestId].filter(Boolean).join(" ")}>
      <Icon name="alert" look="tiny" />
      {error?.code === "plan_ended" ? error.detail : t("Not sent")}
      <button type="button" onClick={() => session.outbox.retry(id)}>
        {t("Try again")}
      </button>
      <button type="button" onClick={() => session.outbox.remove(id)}>
        {t("Delete")}
      </button>
    </small>
  );
}

export function Typing({ author }: { author: AuthorShape }): JSX.Element {
  return (
    <li class="said last">
      <Face person={author} />
      <p class="bubble">
        <span class="unseen">{t("{name} is typing", { name: firstName(author.name) })}</span>
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </p>
    </li>
  );
}
