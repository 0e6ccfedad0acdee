/** The first message to a visitor who has not written: a small dialog, since it leaves the panel for a stranger's screen. */

import { useEffect, useRef } from "preact/hooks";
import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import type { VisitorShape } from "#wire";
import { newId } from "../../../chat/client/new_id.ts";
import { t } from "../../../chat/client/t.ts";
import { startChat } from "../store/actions.ts";
import { asApiError } from "../store/inbox.ts";
import { firstName, nameOf } from "../words.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

interface StartChatProps {
  visitor: VisitorShape;
  onClose(): void;
}

export function StartChat({ visitor, onClose }: StartChatProps) {
  const { boot } = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  const { text, busy, problem, submit } = useFirstMessage(visitor.id);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog class="dialog" aria-labelledby="start-title" ref={dialog} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <header class="dialog-h">
          <h2 id="start-title">{t("Start a chat with {name}", { name: nameOf(visitor) })}</h2>
          <button type="button" class="icon-btn" aria-label={t("Close")} onClick={close}>
            <Icon name="x" />
          </button>
        </header>
        <FirstMessage text={text} problem={problem.value} />
        <footer class="dialog-f">
          <span class="hint">{t("As {name}", { name: firstName(boot.member.name) })}</span>
          <button type="button" class="btn" onClick={close}>
            {t("Cancel")}
          </button>
          <button class="btn primary" aria-busy={busy.value} disabled={!text.value.trim()}>
            {t("Start chat")}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

function useFirstMessage(visitor: string) {
  const panel = usePanel();
  // Made once: pressing again after a lost answer must not say it twice.
  const clientId = useRef(newId());
  const text = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (!said || busy.value) return;
    busy.value = true;
    try {
      await startChat(panel, { visitor, text: said, clientId: clientId.current });
    } catch (error) {
      problem.value = asApiError(error).message;
      busy.value = false;
    }
  };
  return { text, busy, problem, submit };
}

function FirstMessage({ text, problem }: { text: Signal<string>; problem: string | null }) {
  return (
    <div class="dialog-b">
      <div class="field">
        <label for="first-message">{t("Your first message")}</label>
        <textarea
          id="first-message"
          class="input"
          autofocus
          rows={3}
          maxLength={10_000}
          dir="auto"
          aria-describedby="first-hint"
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <p class={problem ? "error" : "hint"} id="first-hint" role="status">
          {problem ?? t("It appears on their screen at once.")}
        </p>
      </div>
    </div>
  );
}
