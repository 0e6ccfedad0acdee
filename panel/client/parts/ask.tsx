/** Asks the visitor for something inside the talk: what, why, the words of consent, and how they will see it. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape } from "#wire";
import { newId } from "../../../chat/client/new_id.ts";
import { t } from "../../../chat/client/t.ts";
import { ASKS, listed, NAMES, question } from "../asks.ts";
import type { AskName, Question } from "../asks.ts";
import { asApiError } from "../store/inbox.ts";
import { calledName, firstName } from "../words.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

interface AskProps {
  conversation: ConversationShape;
}

const LONGEST = { purpose: 200, consent: 500 }; // characters, docs/contract.md

export function AskButton({ conversation }: AskProps) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <>
      <button type="button" class="btn quiet sm" aria-haspopup="dialog" ref={button} onClick={() => (open.value = true)}>
        <Icon name="mail" class="s" /> {t("Ask for…")}
      </button>
      {open.value && <AskDialog conversation={conversation} onClose={close} />}
    </>
  );
}

function AskDialog({ conversation, onClose }: AskProps & { onClose(): void }) {
  const { boot } = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current?.close();
  const { busy, problem, submit } = useAsking(conversation.id, close);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="dialog asking" aria-labelledby="ask-title" ref={dialog} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <header class="dialog-h">
          <h2 id="ask-title">{t("Ask {name} for", { name: calledName(conversation.visitor) })}</h2>
          <button type="button" class="icon-btn" aria-label={t("Close")} onClick={close}>
            <Icon name="x" />
          </button>
        </header>
        <div class="dialog-b">
          <Choices />
          <Words />
          <Preview name={firstName(boot.member.name)} />
          {problem.value && (
            <p class="error" role="status">
              {t("Not asked: {reason}", { reason: problem.value })}
            </p>
          )}
        </div>
        <footer class="dialog-f">
          <span class="hint">{t("As {name}", { name: firstName(boot.member.name) })}</span>
          <button type="button" class="btn" onClick={close}>
            {t("Cancel")}
          </button>
          <button class="btn primary" aria-busy={busy.value} disabled={!isWhole(question.value)}>
            {t("Ask")}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

const isWhole = ({ asks, purpose, consent }: Question): boolean =>
  asks.length > 0 && purpose.trim() !== "" && (!asks.includes("consent") || consent.trim() !== "");

function useAsking(conversation: string, done: () => void) {
  const { api } = usePanel();
  // Made once: pressing again after a lost answer must not ask twice.
  const clientId = useRef(newId());
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    const { asks, purpose, consent } = question.value;
    try {
      await api.ask(conversation, { client_id: clientId.current, asks, purpose, ...(asks.includes("consent") && { consent }) });
      done();
    } catch (error) {
      problem.value = asApiError(error).message;
      busy.value = false;
    }
  };
  return { busy, problem, submit };
}

function Choices() {
  const { asks } = question.value;
  const turn = (name: AskName, on: boolean) =>
    (question.value = { ...question.value, asks: NAMES.filter((each) => (each === name ? on : asks.includes(each))) });
  return (
    <fieldset class="choices">
      <legend class="vh">{t("What to ask for")}</legend>
      {NAMES.map((name, place) => (
        <label key={name} class="check">
          <input
            type="checkbox"
            autofocus={place === 0}
            checked={asks.includes(name)}
            onChange={(event) => turn(name, event.currentTarget.checked)}
          />
          {ASKS[name]()}
        </label>
      ))}
    </fieldset>
  );
}

function Words() {
  const { asks, purpose, consent } = question.value;
  const edit = (part: Partial<Question>) => (question.value = { ...question.value, ...part });
  return (
    <>
      <div class="field">
        <label for="ask-purpose">{t("What it is for")}</label>
        <input
          id="ask-purpose"
          class="input"
          dir="auto"
          maxLength={LONGEST.purpose}
          value={purpose}
          aria-describedby="ask-purpose-hint"
          onInput={(event) => edit({ purpose: event.currentTarget.value })}
        />
        <p class="hint" id="ask-purpose-hint">
          {t("The visitor reads it, and it is kept with the answer.")}
        </p>
      </div>
      {asks.includes("consent") && <ConsentWords words={consent} edit={(words) => edit({ consent: words })} />}
    </>
  );
}

function ConsentWords({ words, edit }: { words: string; edit(words: string): void }) {
  return (
    <div class="field">
      <label for="ask-consent">{t("The words to agree to")}</label>
      <textarea
        id="ask-consent"
        class="input"
        dir="auto"
        rows={2}
        maxLength={LONGEST.consent}
        value={words}
        aria-describedby="ask-consent-hint"
        onInput={(event) => edit(event.currentTarget.value)}
      />
      <p class="hint" id="ask-consent-hint">
        {t("Exactly these words are kept with the answer.")}
      </p>
    </div>
  );
}

/** How the visitor will see it, as far as words go: its fields are drawn by the chat in their language. */
function Preview({ name }: { name: string }) {
  const { asks, purpose, consent } = question.value;
  return (
    <section class="asked" aria-label={t("Preview")}>
      <p>
        <b>{asks.length ? t("{name} asks for {what},", { name, what: listed(asks) }) : t("Choose what to ask for")}</b>{" "}
        <bdi>{purpose}</bdi>
      </p>
      {asks.includes("consent") && consent && <p class="hint words">{consent}</p>}
      <p class="hint">{t("They can say Not now, and write on.")}</p>
    </section>
  );
}
