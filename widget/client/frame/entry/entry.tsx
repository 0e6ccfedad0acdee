// The form before a chat, and the one to leave a message: they turn into each other in place, and nothing typed is ever lost.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Filled, Pending } from "../../../../chat/client/outbox.ts";
import { t } from "../../../../chat/client/t.ts";
import { useDraft } from "../composer.tsx";
import type { Field } from "../configuration.ts";
import { goOn } from "../deeds.ts";
import type { Place } from "../desk.ts";
import type { ScreenOptions } from "../home.tsx";
import { promise } from "../promise.ts";
import { Tick } from "./agree.tsx";
import { Notice } from "./away.tsx";
import { Choices, Question } from "./field.tsx";
import { fieldsOf, problemsIn, useFilled } from "./filling.ts";
import type { Wrong } from "./filling.ts";

export type EntryOptions = ScreenOptions & { place: Place };

export function Entry(options: EntryOptions): JSX.Element {
  const { place, state, configuration: { desk } } = options;
  const [draft, write] = useDraft(options);
  const { pending, form, busy, draft: fill, send } = useFilled(options.session.outbox, place);
  const [agreed, tick] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  const kept = useRef(draft !== "").current;
  const [fields, consent] = [fieldsOf(place, desk, state.visitor?.known ?? []), state.visitor?.agreed ? null : desk.consent];
  const told = useRef(false);
  useAftermath(options, told, pending, () => form.text && !draft && write(form.text));
  const submit = (event: Event): void => {
    event.preventDefault();
    const found = problemsIn(fields, form.answers, draft, !consent || agreed);
    const [first] = Object.keys(found);
    setWrong(found);
    if (first) return document.getElementById(first === "agree" ? "agree" : `entry-${first}`)?.focus();
    told.current = !!consent;
    send({ ...form, text: draft.trim(), consent: consent?.version ?? null });
    write("");
  };
  const edit = (key: string, value: string): void => {
    setWrong({ ...wrong, [key]: "" });
    fill({ ...form, answers: { ...form.answers, [key]: value } });
  };
  return (
    <form class="body entry" noValidate aria-busy={busy} onSubmit={submit}>
      {place === "away" && <Notice {...options} />}
      <Title {...options} asks={fields.length > 0} kept={kept} />
      <fieldset disabled={busy}>
        <Questions {...{ options, fields, form, wrong, edit, fill }}>
          <Message text={busy ? (form.text ?? "") : draft} wrong={wrong["text"] ?? ""} write={write} open={state.open} first={!fields.length || kept} />
        </Questions>
        {consent && <Tick consent={consent} agreed={agreed} wrong={!!wrong["agree"]} tick={tick} />}
        <button class="act">{pending?.state === "failed" ? t("Try again") : place === "away" ? t("Send message") : t("Start chat")}</button>
      </fieldset>
      <Fate pending={pending} />
    </form>
  );
}

/** Refused, its words are a draft again, wherever the form goes from here. Become a conversation, what waited for a consent goes on. */
function useAftermath(options: EntryOptions, told: { current: boolean }, pending: Pending | undefined, refused: () => void): void {
  useEffect(() => {
    if (pending?.state === "failed") refused();
  }, [pending?.state]);
  useEffect(() => () => void (told.current && goOn(options)), []);
}

interface QuestionsOptions {
  options: EntryOptions;
  fields: readonly Field[];
  form: Filled;
  wrong: Wrong;
  edit(key: string, value: string): void;
  fill(form: Filled): void;
  /** The message. */
  children: ComponentChildren;
}

/** To leave a message one says where the answer goes, then the message; the rest may follow. Before a chat the message is last. */
function Questions({ options, fields, form, wrong, edit, fill, children }: QuestionsOptions): JSX.Element {
  const { departments } = options.configuration.desk;
  const asked = fields.map((field) => (
    <Question key={field.key} field={field} value={String(form.answers[field.key] ?? "")} wrong={wrong[field.key] ?? ""} edit={(value) => edit(field.key, value)} />
  ));
  const before = options.place === "away" ? asked.splice(0, 1) : asked.splice(0);
  return (
    <>
      {before}
      {departments.length > 1 && !options.state.visitor?.known.includes("department") && (
        <Choices
          id="entry-department"
          legend={t("It is about")}
          choices={departments.map(({ id, name }) => [id, name])}
          chosen={form.department ?? ""}
          choose={(department) => fill({ ...form, department })}
        />
      )}
      {children}
      {asked}
    </>
  );
}

function Title({ place, configuration: { desk }, asks, kept }: EntryOptions & { asks: boolean; kept: boolean }): JSX.Element {
  const within = desk.replies_within_min ? t("We answer by email, usually within {span}.", { span: promise(desk.replies_within_min) }) : t("We answer by email.");
  const [title, why] =
    place === "away"
      ? [t("Leave a message"), kept ? t("What you wrote is still here. We answer by email.") : within]
      : asks
        ? [t("Who are we talking to?"), t("So we can write to you if you leave this page.")]
        : [t("Hello. What can we help you with?"), ""];
  return (
    <>
      <h2>{title}</h2>
      {why && <p>{why}</p>}
    </>
  );
}

interface MessageOptions {
  text: string;
  wrong: string;
  open: boolean;
  /** Where somebody goes on writing, or there is nothing to fill in, the focus is here. */
  first: boolean;
  write(text: string): void;
}

const LONGEST = 10_000; // characters, as the contract says

function Message({ text, wrong, open, first, write }: MessageOptions): JSX.Element {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!open) return;
    const start = first ? box.current : box.current?.form?.querySelector("input");
    start?.focus();
    if (start === box.current) box.current?.setSelectionRange(text.length, text.length);
  }, [open]);
  return (
    <label class="field">
      {t("Message")}
      <textarea
        ref={box}
        id="entry-text"
        rows={3}
        required
        maxLength={LONGEST}
        dir={text ? "auto" : undefined}
        value={text}
        aria-invalid={wrong !== ""}
        aria-describedby="entry-text-hint"
        onInput={(event) => write(event.currentTarget.value)}
      />
      <small id="entry-text-hint" class="problem" role="status">
        {wrong}
      </small>
    </label>
  );
}

/** What becomes of it. */
function Fate({ pending }: { pending: Pending | undefined }): JSX.Element | null {
  if (!pending || pending.state === "draft") return null;
  if (pending.state === "failed")
    return (
      <small class="problem" role="status">
        {t("Not sent: {reason}", { reason: pending.error?.detail ?? "" })}
      </small>
    );
  return <small role="status">{pending.state === "waiting" ? t("Waits for the connection") : t("Sending")}</small>;
}
