// What somebody asks for: open, on its way, or answered. What is typed lives in the outbox, and outlives the page.

import type { AskedShape, AnsweredShape, MessageShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Outbox, Pending } from "../../../../chat/client/outbox.ts";
import { t } from "../../../../chat/client/t.ts";
import type { BubbleOptions } from "../message.tsx";
import { firstName } from "../person.tsx";
import { ASKS, saveOf, titleOf } from "./asks.ts";
import type { AskName } from "./asks.ts";

type Answers = AnsweredShape["answers"];
type Wrong = Partial<Record<AskName, string>>;

const dataOf = <T,>(message: MessageShape): T => message.data as unknown as T;

export function Form(options: BubbleOptions): JSX.Element {
  const { row, state } = options;
  if (!row.message) return <></>;
  if (row.mine) return <Given message={row.message} asked={askedFor(row.message, state.feed.messages)} />;
  return <Asked {...options} message={row.message} />;
}

function Asked({ message, state, session: { outbox } }: BubbleOptions & { message: MessageShape }): JSX.Element {
  const { form_id } = dataOf<AskedShape>(message);
  const answered = state.feed.messages.some((one) => one.author.kind === "visitor" && one.data?.form_id === form_id);
  useEffect(() => {
    // Also from another tab: nothing of it is left here.
    if (answered) for (const { form, client_id } of outbox.pending) if (form?.form_id === form_id) outbox.remove(client_id);
  }, [answered]);
  if (answered || state.conversation?.status === "closed") return <Question message={message} />;
  return <Open message={message} outbox={outbox} />;
}

function askedFor(answer: MessageShape, messages: readonly MessageShape[]): AskedShape | null {
  const { form_id } = dataOf<AnsweredShape>(answer);
  const asked = messages.find((one) => one.data?.form_id === form_id && one.data.asks);
  return asked ? dataOf<AskedShape>(asked) : null;
}

/** The visitor's own bubble: what they gave, as they gave it. */
function Given({ message, asked }: { message: MessageShape; asked: AskedShape | null }): JSX.Element {
  const { answers, own = [] } = dataOf<AnsweredShape>(message);
  const { consent, ...texts } = answers;
  const words = asked?.consent?.text ?? "";
  const agreed = consent === undefined ? [] : [consent ? t("Agreed: {words}", { words }) : t("Not agreed: {words}", { words })];
  const lines = [...Object.values(texts).map(String), ...own.map(({ label, value }) => `${label}: ${value}`), ...agreed];
  return (
    <p class="bubble">
      <span class="words" dir="auto">
        {lines.join("\n") || t("Not now")}
      </span>
    </p>
  );
}

function Sentence({ message }: { message: MessageShape }): JSX.Element {
  const { asks, purpose } = dataOf<AskedShape>(message);
  return (
    <>
      <b>{titleOf(asks, firstName(message.author.name) || t("We"))}</b> <bdi>{purpose}</bdi>
    </>
  );
}

/** Afterwards it is a question like any other. */
function Question({ message }: { message: MessageShape }): JSX.Element {
  return (
    <p class="bubble question">
      <Sentence message={message} />
    </p>
  );
}

/** The answer that stands in the outbox: a draft, on its way, or refused. */
function usePending(outbox: Outbox, form_id: string) {
  const pending = outbox.pending.find(({ form }) => form?.form_id === form_id);
  const draft = (answers: Answers): string => {
    const part = { form: { form_id, answers }, state: "draft", error: null } as const;
    if (!pending) return outbox.add({ text: "", ...part }).client_id;
    outbox.update(pending.client_id, part);
    return pending.client_id;
  };
  return { pending, draft, send: (answers: Answers) => outbox.retry(draft(answers)) };
}

function Open({ message, outbox }: { message: MessageShape; outbox: Outbox }): JSX.Element {
  const asked = dataOf<AskedShape>(message);
  const { form_id, asks } = asked;
  const { pending, draft, send } = usePending(outbox, form_id);
  const [wrong, setWrong] = useState<Wrong>({});
  const answers = pending?.form?.answers ?? {};
  const busy = pending !== undefined && pending.state !== "draft" && pending.state !== "failed";
  const submit = (event: Event): void => {
    event.preventDefault();
    const found = problemsIn(asks, answers);
    const first = asks.find((name) => found[name]);
    setWrong(found);
    if (first) document.getElementById(`${form_id}-${first}`)?.focus();
    else send(asks.includes("consent") ? { consent: false, ...answers } : answers);
  };
  const edit = (name: AskName, value: string | boolean): void => {
    setWrong({ ...wrong, [name]: "" });
    draft({ ...answers, [name]: value });
  };
  return (
    <form class="asks" noValidate aria-busy={busy} onSubmit={submit}>
      <p id={form_id}>
        <Sentence message={message} />
      </p>
      <fieldset disabled={busy} aria-labelledby={form_id}>
        {asks.map((name) => (
          <Field key={name} {...{ asked, name }} value={answers[name] ?? ""} wrong={wrong[name] ?? ""} edit={(value) => edit(name, value)} />
        ))}
        <Ways save={pending?.state === "failed" ? t("Try again") : saveOf(asks)} refuse={() => send({})} />
      </fieldset>
      <Fate pending={pending} />
    </form>
  );
}

function Ways({ save, refuse }: { save: string; refuse: () => void }): JSX.Element {
  return (
    <div class="row">
      <button class="act">{save}</button>
      <button type="button" class="quiet" onClick={refuse}>
        {t("Not now")}
      </button>
    </div>
  );
}

/** Nothing at all is no answer: for that there is Not now. A box that is asked for alone says no when it is not ticked. */
function problemsIn(asks: readonly AskName[], answers: Answers): Wrong {
  const given = asks.filter((name) => answers[name]);
  const [first] = asks;
  if (!given.length && first && first !== "consent") return { [first]: t("Fill this in, or choose Not now") };
  return Object.fromEntries(given.map((name) => [name, ASKS[name].problem?.(String(answers[name]).trim())]));
}

interface FieldOptions {
  asked: AskedShape;
  name: AskName;
  value: string | boolean;
  wrong: string;
  edit: (value: string | boolean) => void;
}

function Field({ asked, name, value, wrong, edit }: FieldOptions): JSX.Element {
  const id = `${asked.form_id}-${name}`;
  const { field, label } = ASKS[name];
  if (!field)
    return (
      <label class="tick">
        <input id={id} type="checkbox" checked={value === true} onChange={(event) => edit(event.currentTarget.checked)} />
        <bdi>{asked.consent?.text}</bdi>
      </label>
    );
  return (
    <label class="field">
      <span class={asked.asks.length === 1 ? "unseen" : ""}>{label()}</span>
      <input
        {...field}
        list={undefined}
        id={id}
        value={String(value)}
        dir={value ? "auto" : undefined}
        placeholder={name === "email" ? "name@example.com" : undefined}
        aria-invalid={wrong !== ""}
        aria-describedby={`${id}-hint`}
        onInput={(event) => edit(event.currentTarget.value)}
      />
      <small id={`${id}-hint`} class="problem" role="status">
        {wrong}
      </small>
    </label>
  );
}

/** What becomes of the answer; before there is one, what becomes of it if it is given. */
function Fate({ pending }: { pending: Pending | undefined }): JSX.Element {
  if (pending?.state === "failed")
    return (
      <small class="problem" role="status">
        {t("Not saved: {reason}", { reason: pending.error?.detail ?? "" })}
      </small>
    );
  if (pending?.state === "waiting") return <small role="status">{t("Waits for the connection")}</small>;
  if (pending && pending.state !== "draft") return <small role="status">{t("Sending")}</small>;
  return <small>{t("Kept with this conversation. You need not answer.")}</small>;
}
