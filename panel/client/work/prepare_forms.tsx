/** The form of a canned reply. What was typed stays where the server refuses it. */

import type { ComponentChildren, RefObject } from "preact";
import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { CannedReplyShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { usePanel } from "../parts/context.ts";
import { asApiError } from "../store/inbox.ts";
import { loadReplies } from "../store/work.ts";

interface SheetProps {
  form: RefObject<HTMLFormElement | null>;
  save: (word: (name: string) => string) => Promise<unknown>;
  acts: ComponentChildren;
  children: ComponentChildren;
}

/** A form that is saved by one call, and says in place why it was not. */
function Sheet({ form, save, acts, children }: SheetProps) {
  const problem = useSignal("");
  const submit = async (event: Event) => {
    event.preventDefault();
    const given = new FormData(form.current ?? undefined);
    const word = (name: string) => {
      const value = given.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    try {
      await save(word);
      problem.value = "";
      form.current?.reset();
    } catch (error) {
      problem.value = asApiError(error).message;
    }
  };
  return (
    <form class="fields" ref={form} onSubmit={(event) => void submit(event)}>
      {children}
      {problem.value && (
        <p class="error" role="alert">
          {problem.value}
        </p>
      )}
      <p class="acts">{acts}</p>
    </form>
  );
}

export function ReplyForm({ reply, done }: { reply: CannedReplyShape | null; done: () => void }) {
  const panel = usePanel();
  const form = useRef<HTMLFormElement>(null);
  const save = async (word: (name: string) => string) => {
    const words = { shortcut: word("shortcut"), text: word("text") };
    if (reply) await panel.api.work.editReply(reply.id, words);
    else await panel.api.work.addReply({ ...words, own: word("shared") !== "on" });
    await loadReplies(panel);
    done();
  };
  const leave = reply && (
    <button type="button" class="btn quiet" onClick={done}>
      {t("Leave it")}
    </button>
  );
  const acts = (
    <>
      {leave}
      <button class="btn primary">{reply ? t("Save") : t("Add reply")}</button>
    </>
  );
  return (
    <Sheet form={form} save={save} acts={acts}>
      <div class="field">
        <label for="prepare-shortcut">{t("Shortcut")}</label>
        <input class="input" id="prepare-shortcut" name="shortcut" required maxLength={40} dir="ltr" defaultValue={reply?.shortcut ?? ""} />
      </div>
      <Template reply={reply} />
      {panel.mayEdit && !reply && <Tick name="shared" words={t("For everybody")} />}
    </Sheet>
  );
}

function Template({ reply }: { reply: CannedReplyShape | null }) {
  return (
    <div class="field">
      <label for="prepare-text">{t("Words")}</label>
      <textarea class="input" id="prepare-text" name="text" required maxLength={5000} rows={3} dir="auto" defaultValue={reply?.text ?? ""} aria-describedby="prepare-hint" />
      <span class="hint" id="prepare-hint">
        {t("Filled in when it is inserted:")} <code dir="ltr">{"{{visitor.first_name|there}} {{operator.first_name}} {{project.name}}"}</code>
      </span>
    </div>
  );
}

function Tick({ name, words }: { name: string; words: string }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} />
      {words}
    </label>
  );
}
