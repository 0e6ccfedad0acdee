/** What the dialogs share that send something elsewhere: their frame, the fields to choose, and the exact body. */

import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { Signal } from "@preact/signals";
import type { IntegrationShape, PreviewShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { firstName } from "../words.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

interface FieldsProps {
  integration: IntegrationShape;
  fields: Signal<readonly string[]>;
}

/** Which fields go along, in the integration's own order. */
export function Fields({ integration, fields }: FieldsProps) {
  const choose = (field: string, on: boolean) => {
    const chosen = on ? [...fields.value, field] : fields.value.filter((each) => each !== field);
    fields.value = integration.choices.map((each) => each.name).filter((each) => chosen.includes(each));
  };
  return (
    <fieldset>
      <legend>{t("What is sent")}</legend>
      {integration.choices.map((each) => (
        <label key={each.name} class="check">
          <input
            type="checkbox"
            checked={fields.value.includes(each.name)}
            onChange={(event) => choose(each.name, event.currentTarget.checked)}
          />
          {each.words}
        </label>
      ))}
      <p class="hint">
        <Icon name="lock" class="xs" /> {t("Private notes never.")}
      </p>
    </fieldset>
  );
}

/** The exact body, for whoever wants to see it. */
export function Shown({ shown }: { shown: PreviewShape | null }) {
  return (
    <details>
      <summary>{t("See what is sent")}</summary>
      {shown ? (
        <>
          <p class="hint">
            <code dir="ltr">
              {shown.method} <bdi>{shown.url}</bdi>
            </code>
          </p>
          <pre dir="ltr" tabIndex={0} aria-label={t("What is sent")}>
            {readable(shown)}
          </pre>
        </>
      ) : (
        <p class="hint">{t("One moment")}</p>
      )}
    </details>
  );
}

/** JSON with its lines, as people read it; anything else as it is. Only how it looks: what is sent stays byte for byte. */
function readable({ body, content_type }: PreviewShape): string {
  if (body === null || !content_type.includes("json")) return body ?? "";
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

interface DialogProps {
  title: string;
  children: ComponentChildren;
  onClose(): void;
  onSubmit(): Promise<void>;
}

export function Dialog({ title, children, onClose, onSubmit }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    void onSubmit();
  };
  return (
    <dialog class="dialog" aria-labelledby="send-title" ref={dialog} onClose={onClose}>
      <form onSubmit={submit}>
        <header class="dialog-h">
          <h2 id="send-title">{title}</h2>
          <button type="button" class="icon-btn" aria-label={t("Close")} onClick={close}>
            <Icon name="x" />
          </button>
        </header>
        {children}
      </form>
    </dialog>
  );
}

/** Closed by the browser itself, which gives the focus back to what opened it. */
export function close(event: { currentTarget: Element }): void {
  event.currentTarget.closest("dialog")?.close();
}

export function Foot({ words, busy, ready }: { words: string; busy: boolean; ready: boolean }) {
  const { boot } = usePanel();
  return (
    <footer class="dialog-f">
      <span class="hint">{t("As {name}", { name: firstName(boot.member.name) })}</span>
      <button type="button" class="btn" onClick={close}>
        {t("Cancel")}
      </button>
      <button class="btn primary" aria-busy={busy} disabled={!ready}>
        {words}
      </button>
    </footer>
  );
}
