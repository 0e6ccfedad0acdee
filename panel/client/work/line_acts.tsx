/** What can be done with one line: answer it, correct it, take it back. Beside it, for the pointer and the keyboard alike. */

import { useEffect, useRef } from "preact/hooks";
import { signal, useSignal } from "@preact/signals";
import type { MessageShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { draftOf, keepDraft } from "../memory.ts";
import { write } from "../parts/composer.tsx";
import { usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { mode } from "../store/actions.ts";
import { said } from "../store/work.ts";

/** As the server: what was sent longer ago stays as it is. */
const WITHIN_MS = 15 * 60_000;

/** The line that is being corrected, as `conversation:number`. */
const correcting = signal<string | null>(null);

export const isCorrecting = ({ conversation, number }: MessageShape): boolean => correcting.value === `${conversation}:${number}`;

export function LineActs({ message }: { message: MessageShape }) {
  const panel = usePanel();
  const { conversation, number, kind, author, created_at } = message;
  if (!panel.mayAct || message.deleted) return null;
  const own = author.kind === "operator" && author.id === panel.boot.member.id && now.value - Date.parse(created_at) < WITHIN_MS;
  const answer = () => {
    keepDraft(conversation, { ...draftOf(conversation), quotes: number });
    write(kind === "note" ? "note" : mode.value);
  };
  const takeBack = () => void said(async () => void (await panel.api.work.takeBack(conversation, number)));
  return (
    <span class="line-acts">
      <button type="button" class="icon-btn" aria-label={t("Answer this line")} title={t("Answer this line")} onClick={answer}>
        <Icon name="replay" class="s flip" />
      </button>
      {own && (
        <button type="button" class="icon-btn" aria-label={t("Correct")} title={t("Correct")} onClick={() => (correcting.value = `${conversation}:${number}`)}>
          <Icon name="note" class="s" />
        </button>
      )}
      {own && (
        <button type="button" class="icon-btn" aria-label={t("Take back")} title={t("Take back")} onClick={takeBack}>
          <Icon name="x" class="s" />
        </button>
      )}
    </span>
  );
}

/** The line as a field. What was typed is kept when the server refuses it. */
export function Correct({ message }: { message: MessageShape }) {
  const panel = usePanel();
  const text = useSignal(message.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const done = () => (correcting.value = null);
  const save = async (event: Event) => {
    event.preventDefault();
    const { conversation, number } = message;
    const same = text.value.trim() === message.text || !text.value.trim();
    if (same || (await said(async () => void (await panel.api.work.correct(conversation, number, text.value))))) done();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      done();
    } else if (event.key === "Enter" && !event.shiftKey) void save(event);
  };
  return (
    <form class="correct" onSubmit={(event) => void save(event)}>
      <textarea ref={field} class="input" dir="auto" rows={3} value={text.value} aria-label={t("Correct")} onInput={(event) => (text.value = event.currentTarget.value)} onKeyDown={onKeyDown} />
      <span class="acts">
        <button type="button" class="btn quiet sm" onClick={done}>
          {t("Leave it")}
        </button>
        <button class="btn sm">{t("Save")}</button>
      </span>
    </form>
  );
}

interface Quote {
  number: number;
  author: string;
  text: string;
}

/** What a line answers. What has been taken back since is not shown again. */
export function QuoteOf({ message }: { message: MessageShape }) {
  const { threads } = usePanel();
  const quote = message.data?.["quote"] as Quote | undefined;
  if (!quote) return null;
  const target = threads.feeds.value[message.conversation]?.messages.find(({ number }) => number === quote.number);
  const words = target ? (target.deleted ? t("Message removed") : target.text) : quote.text;
  const jump = () => (threads.wanted.value = { conversation: message.conversation, number: quote.number });
  return (
    <button type="button" class="quote" dir="auto" onClick={jump}>
      {words || t("Message removed")}
    </button>
  );
}
