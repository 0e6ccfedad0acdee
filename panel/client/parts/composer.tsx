/** Where an operator writes: a reply or a private note, a draft kept for each, grows to eight lines. */

import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { draftOf, keepDraft } from "../memory.ts";
import { mode, sendDraft, stopped, writing } from "../store/actions.ts";
import type { Mode } from "../store/actions.ts";
import { forgetful } from "../store/outbox_storage.ts";
import type { Panel } from "../store/panel.ts";
import { calledName, firstName } from "../words.ts";
import { useCanned } from "../work/canned.tsx";
import { Guard, Quoted } from "../work/guard.tsx";
import { colleaguesFor } from "../work/mentions.tsx";
import { Offers, offersAria, offersKey } from "../work/offers.tsx";
import { AskButton } from "./ask.tsx";
import { usePanel } from "./context.ts";
import { ArticleButton } from "./insert_article.tsx";
import { Choose, Tray } from "./tray.tsx";
import { Icon } from "./marks.tsx";

/** Others hear that somebody writes; the text itself is never sent before it is sent. */
const TYPING_EVERY_MS = 3_000;
const LONGEST = 10_000; // characters, contract.md

interface ComposerProps {
  conversation: ConversationShape;
}

export function Composer({ conversation }: ComposerProps) {
  const panel = usePanel();
  if (!panel.mayAct) return <p class="composer-off">{t("You can read here. Ask an admin to let you reply.")}</p>;
  const note = mode.value === "note";
  const submit = (event: Event) => {
    event.preventDefault();
    sendDraft(panel, conversation.id);
  };
  return (
    <>
      <Guard conversation={conversation} />
      <Beside conversation={conversation} />
      {forgetful.value && (
        <p class="beside" role="status">
          {t("This browser keeps nothing: what is not sent is gone when you close this page.")}
        </p>
      )}
      <form class={note ? "composer noting" : "composer"} aria-label={note ? t("Private note") : t("Reply")} onSubmit={submit}>
        <Tabs conversation={conversation} />
        <Quoted conversation={conversation} />
        <Field conversation={conversation} />
        <Tray conversation={conversation.id} />
        <div class="composer-f">
          <Choose conversation={conversation.id} />
          {!note && <AskButton conversation={conversation} />}
          {!note && <ArticleButton conversation={conversation} />}
          {!note && <CannedButton conversation={conversation} />}
          <span class="send">
            <span class="keys-hint">
              <kbd>Shift</kbd> <kbd>↵</kbd> {t("new line")}
            </span>
            <button class={note ? "btn note-btn" : "btn primary"}>
              {note ? t("Add note") : t("Send")} <kbd aria-hidden="true">↵</kbd>
            </button>
          </span>
        </div>
      </form>
    </>
  );
}

function Tabs({ conversation }: ComposerProps) {
  const panel = usePanel();
  const tab = (to: Mode) => ({ type: "button" as const, "aria-pressed": mode.value === to, onClick: () => write(to) });
  const name = calledName(conversation.visitor);
  const hint = mode.value === "note" ? t("{name} will not see this", { name }) : replyHint(panel, conversation);
  return (
    <div class="composer-tabs" role="group" aria-label={t("Write a")}>
      <button {...tab("text")}>{t("Reply")}</button>
      <button {...tab("note")}>
        <Icon name="lock" class="s" /> {t("Private note")}
      </button>
      <span>{hint}</span>
    </div>
  );
}

function replyHint(panel: Panel, { visitor }: ConversationShape): string {
  if (panel.away.value) return t("Goes out when we are back");
  return visitor.email ? t("Goes by email if it is not read here") : "";
}

/** Puts the cursor into the composer, in this mode. */
export function write(to: Mode): void {
  mode.value = to;
  document.getElementById("composer")?.focus();
}

function Field({ conversation }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const note = mode.value === "note";
  const draft = draftOf(conversation.id);
  const text = note ? draft.note : draft.text;
  const { onInput, onKeyDown, offered, look } = useWriting(conversation, field, text);
  useLayoutEffect(() => grow(field.current), [text, mode.value]);
  useEffect(() => {
    // On a phone the keyboard would cover what is to be read first.
    if (writing.value && matchMedia("(min-width: 761px)").matches) field.current?.focus({ preventScroll: true });
  }, []);
  const name = calledName(conversation.visitor);
  return (
    <>
      <Offers offered={offered} />
      <textarea
        id="composer"
        ref={field}
        rows={1}
        maxLength={LONGEST}
        dir="auto"
        value={text}
        aria-label={note ? t("Private note for your team") : t("Reply to {name}", { name })}
        placeholder={note ? t("Only your team sees this") : t("Reply to {name}", { name })}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onKeyUp={look}
        onClick={look}
        {...offersAria(offered)}
      />
    </>
  );
}

/** What typing does: it is kept, the others hear of it, something is offered, and Enter sends. */
function useWriting(conversation: ConversationShape, field: RefObject<HTMLTextAreaElement | null>, text: string) {
  const panel = usePanel();
  const { id } = conversation;
  const note = mode.value === "note";
  const tellTyping = useTyping(id);
  const caret = useSignal(text.length);
  /** Where the cursor goes once inserted words are drawn. */
  const goes = useRef<number | null>(null);
  const keep = (written: string) => {
    const draft = draftOf(id);
    // Begun before the lines were here: then after the last one that the list has told of.
    const since = (draft.text ? draft.since : undefined) ?? panel.threads.feeds.value[id]?.last ?? conversation.last_number;
    keepDraft(id, note ? { ...draft, note: written } : { ...draft, since, text: written });
    if (stopped.value) stopped.value = null;
  };
  const insert = (written: string, at: number) => {
    goes.current = caret.value = at;
    keep(written);
  };
  useLayoutEffect(() => {
    if (goes.current !== null) field.current?.setSelectionRange(goes.current, goes.current);
    goes.current = null;
  }, [text]);
  const replies = useCanned(panel, conversation, note ? "" : text, (words) => insert(words, words.length));
  const offered = note ? colleaguesFor(panel, text, caret.value, insert) : replies;
  const look = () => (caret.value = field.current?.selectionStart ?? 0);
  const onInput = (written: string) => {
    look();
    keep(written);
    if (written) tellTyping();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (offersKey(event, offered) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sendDraft(panel, id);
  };
  return { onInput, onKeyDown, offered, look };
}

/** As if a slash was typed into an empty reply. */
export function beginCanned(conversation: string): void {
  const draft = draftOf(conversation);
  if (!draft.text) keepDraft(conversation, { ...draft, text: "/" });
  write("text");
}

/** Opens the canned replies for whoever does not know the slash. */
function CannedButton({ conversation }: ComposerProps) {
  return (
    <button type="button" class="icon-btn" aria-label={t("Canned replies")} onClick={() => beginCanned(conversation.id)}>
      <Icon name="canned" />
    </button>
  );
}

/** Tells the others that somebody writes here, now and then. */
function useTyping(conversation: string): () => void {
  const { live } = usePanel();
  const toldAt = useRef(0);
  return () => {
    if (Date.now() - toldAt.current < TYPING_EVERY_MS) return;
    toldAt.current = Date.now();
    live.request({ type: "typing", conversation, kind: mode.value }).catch(() => undefined);
  };
}

/** Where the browser does not do it by style. */
const growsItself = CSS.supports?.("field-sizing", "content");

function grow(field: HTMLTextAreaElement | null): void {
  if (!field || growsItself) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight}px`; // the style knows the most
}

/** Who else is at this conversation: said above the composer, so that nobody answers twice. */
function Beside({ conversation }: ComposerProps) {
  const panel = usePanel();
  const { typists, operators } = panel.inbox.state.value;
  const writing = typists.find((each) => each.conversation === conversation.id && each.author.kind === "operator");
  if (writing) return <p class="beside">{t("{name} is writing here too", { name: firstName(writing.author.name) })}</p>;
  const reading = operators.find((each) => panel.viewers.value.includes(each.id));
  if (reading) return <p class="beside">{t("{name} is looking at this too", { name: firstName(reading.name) })}</p>;
  return null;
}
