/** The first message to a visitor who has not written: a small dialog, since it leaves the panel for a stranger's screen. */

import { useEffect, useRef } from "preact/hooks";
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
  const panel = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  // Made once: pressing again after a lost answer must not say it twice.
  const clientId = useRef(newId());
  const text = useSignal("");
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    const said = text.value.trim();
    if (!said || busy.value) return;
    busy.value = true;
    try {
      await startChat(panel, { visitor: visitor.id, text: said, clientId: clientId.current });
    } catch (error) {
      problem.value = asApiError(error).message;
      busy.value = false;
    }
  };
  const name = nameOf(visitor);
  return (
    <dialog class="dialog" aria-labelledby="start-title" ref={dialog} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <header class="dialog-h">
          <h2 id="start-title">{t("Start a chat with {name}", { name })}</h2>
          <button type="button" class="icon-btn" aria-label={t("Close")} onClick={() => dialog.current?.close()}>
            <Icon name="x" />
          </button>
        </header>
        <div class="dialog-b">
          <div class="field">
            <label for="first-message">{t("Your first message")}</label>
            <textarea
              id="first-message"
              autofocus
              class="input"
              rows={3}
              maxLength={10_000}
              dir="auto"
              aria-describedby="first-hint"
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
            <p class={problem.value ? "error" : "hint"} id="first-hint" role="status">
              {problem.value ?? t("It appears on their screen at once.")}
            </p>
          </div>
        </div>
        <footer class="dialog-f">
          <span class="hint">{t("As {name}", { name: firstName(panel.boot.member.name) })}</span>
          <button type="button" class="btn" onClick={() => dialog.current?.close()}>
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
