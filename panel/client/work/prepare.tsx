/** Canned replies beside the chat: add, change, take away. The settings have the macros and tags as well. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { CannedReplyShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { loadReplies, replies } from "../store/work.ts";
import { preparing } from "./canned.tsx";
import { ReplyForm } from "./prepare_forms.tsx";

export function Prepare() {
  const panel = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  const edited = useSignal<CannedReplyShape | null>(null);
  useEffect(() => {
    dialog.current?.showModal();
    void loadReplies(panel);
  }, []);
  const known = replies.value ?? [];
  return (
    <dialog class="dialog prepare" aria-labelledby="prepare-title" ref={dialog} onClose={() => (preparing.value = false)}>
      <header class="dialog-h">
        <h2 id="prepare-title">{t("Canned replies")}</h2>
        <button class="icon-btn" aria-label={t("Close")} onClick={() => (preparing.value = false)}>
          <Icon name="x" />
        </button>
      </header>
      <div class="dialog-b">
        {!known.length && <p>{t("No canned replies yet. Write one, and a / in an empty reply brings it.")}</p>}
        <ul class="prepared">
          {known.map((each) => (
            <Reply key={each.id} reply={each} edit={() => (edited.value = each)} />
          ))}
        </ul>
        <ReplyForm key={edited.value?.id ?? "new"} reply={edited.value} done={() => (edited.value = null)} />
        <p class="hint">
          <a href={`/panel/${panel.project.id}/settings/replies/`}>{t("Replies, macros and tags")}</a>
        </p>
      </div>
    </dialog>
  );
}

function Drop({ name, drop }: { name: string; drop: () => Promise<null> }) {
  const panel = usePanel();
  const gone = async () => {
    await drop().catch(() => undefined);
    await loadReplies(panel);
  };
  return (
    <button class="icon-btn" aria-label={t("Remove {name}", { name })} onClick={() => void gone()}>
      <Icon name="x" class="s" />
    </button>
  );
}

function Reply({ reply, edit }: { reply: CannedReplyShape; edit: () => void }) {
  const panel = usePanel();
  const { shortcut, text, own, used } = reply;
  return (
    <li>
      <code dir="ltr">/{shortcut}</code>
      <bdi class="one-line">{text}</bdi>
      <small>
        {own ? t("yours") : t("everybody’s")}, {tn("used once", "used {n} times", used)}
      </small>
      {(own || panel.mayEdit) && (
        <button class="btn quiet sm" aria-label={t("Change {name}", { name: shortcut })} onClick={edit}>
          {t("Change")}
        </button>
      )}
      {(own || panel.mayEdit) && <Drop name={shortcut} drop={() => panel.api.work.dropReply(reply.id)} />}
    </li>
  );
}
