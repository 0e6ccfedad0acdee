/** What went by e-mail and what came by it: small marks in the thread, and the whole mail for whoever wants to see it. */

import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MailShape, MessageShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { asApiError } from "../store/inbox.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

/** `data.mail` of a message that came by mail. `sender` is there when it is not the visitor's own address. */
interface Came {
  id: string;
  verdict: string;
  files: string[];
  sender?: string;
}

function cameIn({ data }: MessageShape): Came | null {
  const mail = data?.["mail"];
  return mail !== null && typeof mail === "object" ? (mail as Came) : null;
}

/** Whole sentences about letters; null for what is no letter's activity. */
export function mailSentence({ data }: MessageShape): string | null {
  const event = data?.["event"];
  const to = String(data?.["to"] ?? "");
  if (event === "mail_failed") return t("No email reached {to}", { to });
  if (event !== "mailed") return null;
  if (data?.["what"] === "transcript") return t("A copy went to {to} by email", { to });
  if (data?.["what"] === "rating") return t("{to} was asked by email how it was", { to });
  return t("Sent to {to} by email", { to });
}

/** The last answer that a letter carried says so beside its time. */
export function WentByMail({ message }: { message: MessageShape }) {
  const { threads } = usePanel();
  const lines = threads.feeds.value[message.conversation]?.messages ?? [];
  if (!lines.some(({ data }) => carried(data, message.number))) return null;
  return (
    <span class="by-mail">
      <Icon name="mail" class="xs" /> {t("By email")}
    </span>
  );
}

function carried(data: MessageShape["data"], number: number): boolean {
  if (data?.["event"] !== "mailed" || data["what"] !== "reply") return false;
  return Number(data["first"]) <= number && number <= Number(data["last"]);
}

/** Under a message that came by mail: that it did, and what to think of its sender. */
export function CameByMail({ message }: { message: MessageShape }) {
  const open = useSignal(false);
  const came = cameIn(message);
  if (!came) return null;
  const { sender, files } = came;
  return (
    <div class="came-by-mail">
      <p>
        <Icon name="mail" class="xs" /> {sender ? t("By email from {sender}, not the visitor’s address", { sender }) : t("By email")}{" "}
        <button type="button" onClick={() => (open.value = true)}>
          {t("Whole email")}
        </button>
      </p>
      {came.verdict === "fail" && (
        <p class="doubt">
          <Icon name="alert" class="xs" /> {t("The sender is not proven: somebody else may have written this")}
        </p>
      )}
      {files.length > 0 && <p>{tn("1 file came along and is not kept: {names}", "{n} files came along and are not kept: {names}", files.length, { names: files.join(", ") })}</p>}
      {open.value && <Whole message={message} id={came.id} open={open} />}
    </div>
  );
}

interface WholeProps {
  message: MessageShape;
  id: string;
  open: Signal<boolean>;
}

function Whole({ message, id, open }: WholeProps) {
  const { api } = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  const mail = useSignal<MailShape | null>(null);
  const problem = useSignal("");
  useEffect(() => {
    dialog.current?.showModal();
    api.mail(message.conversation, id).then(
      (found) => (mail.value = found),
      (error: unknown) => (problem.value = asApiError(error).message),
    );
  }, []);
  return (
    <dialog class="dialog whole-mail" aria-labelledby="mail-title" ref={dialog} onClose={() => (open.value = false)}>
      <header class="dialog-h">
        <h2 id="mail-title">{t("The whole email")}</h2>
        <button type="button" class="icon-btn" aria-label={t("Close")} onClick={() => dialog.current?.close()}>
          <Icon name="x" />
        </button>
      </header>
      <div class="dialog-b">
        {problem.value && <p role="status">{problem.value}</p>}
        {mail.value ? <Parts mail={mail.value} /> : !problem.value && <p class="hint">{t("One moment")}</p>}
      </div>
    </dialog>
  );
}

function Parts({ mail }: { mail: MailShape }) {
  return (
    <>
      <dl>
        <Fact name={t("From")} value={mail.sender} />
        <Fact name={t("Subject")} value={mail.subject} />
        <Fact name={t("Checks")} value={`DMARC ${mail.dmarc} · SPF ${mail.spf} · DKIM ${mail.dkim}`} />
        {mail.files.length > 0 && <Fact name={t("Files")} value={mail.files.map((file) => file.name).join(", ")} />}
      </dl>
      <pre dir="auto" tabIndex={0} aria-label={t("Text of the email")}>
        {mail.text}
      </pre>
      {mail.cut && <p class="hint">{t("It was longer: the rest is not kept.")}</p>}
    </>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
