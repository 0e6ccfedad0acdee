/** A message on its way: sending (faded), waiting for the connection (dashed), or not sent (red, with two ways on). */

import type { Pending } from "../../../chat/client/outbox.ts";
import { t, tn } from "../../../chat/client/t.ts";
import { Attached } from "./attached.tsx";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { RichText } from "./rich_text.tsx";

const LOOKS: Record<Pending["state"], string> = { draft: "", sending: "sending", sent: "sending", waiting: "queued", failed: "failed" };

interface PendingProps {
  pending: Pending;
  last: boolean;
}

export function PendingLine({ pending, last }: PendingProps) {
  const note = pending.kind === "note" ? " private" : "";
  return (
    <li class={`msg out ${LOOKS[pending.state]}${last ? " last" : ""}${note}`}>
      <Attached files={pending.attachments ?? []} />
      {pending.text && (
        <p class="bub" dir="auto">
          <RichText text={pending.text} />
        </p>
      )}
      {last && (
        <p class="meta">
          <State pending={pending} />
        </p>
      )}
    </li>
  );
}

function State({ pending }: { pending: Pending }) {
  const { threads } = usePanel();
  if (pending.state === "failed") return <NotSent pending={pending} />;
  if (pending.state !== "waiting")
    return (
      <>
        <Icon name="clock" class="xs" /> {t("Sending")}
      </>
    );
  const waiting = threads.pending.value.filter(
    (each) => each.state === "waiting" && each.conversation === pending.conversation,
  );
  return (
    <>
      <Icon name="clock" class="xs" />
      {tn("1 message waits for the connection", "{n} messages wait for the connection", waiting.length)}
    </>
  );
}

function NotSent({ pending }: { pending: Pending }) {
  const { outbox } = usePanel().threads;
  return (
    <span class="fail" role="status">
      <Icon name="alert" class="xs" />
      {pending.error?.detail ? t("Not sent: {reason}", { reason: pending.error.detail }) : t("Not sent")}{" "}
      <button onClick={() => outbox.retry(pending.client_id)}>{t("Try again")}</button>{" "}
      <button onClick={() => outbox.remove(pending.client_id)}>{t("Delete")}</button>
    </span>
  );
}
