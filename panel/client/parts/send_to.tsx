/** The press, and the press once more: dialogs, since what they send leaves Parley. */

import { useEffect, useRef } from "preact/hooks";
import type { Signal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import type { ConversationShape, DeliveryShape, IntegrationShape, PreviewShape } from "#wire";
import { newId } from "../../../chat/client/new_id.ts";
import { t } from "../../../chat/client/t.ts";
import { asApiError } from "../store/inbox.ts";
import { usePanel } from "./context.ts";
import { Dialog, Fields, Foot, Shown } from "./send_dialog.tsx";

interface SendToProps {
  integration: IntegrationShape;
  conversation: ConversationShape;
  onClose(): void;
}

export function SendTo({ integration, conversation, onClose }: SendToProps) {
  const { name } = integration;
  const { fields, shown, problem, busy, send } = usePress(integration, conversation, onClose);
  return (
    <Dialog title={t("Send this conversation to {name}?", { name })} onClose={onClose} onSubmit={send}>
      <div class="dialog-b sends">
        <Fields integration={integration} fields={fields} />
        <Shown shown={shown.value} />
        {problem.value && (
          <p class="error" role="alert">
            {problem.value}
          </p>
        )}
      </div>
      <Foot words={t("Send to {name}", { name })} busy={busy.value} ready={shown.value !== null} />
    </Dialog>
  );
}

/** What is chosen, what it would send, and the press of exactly that. */
function usePress(integration: IntegrationShape, conversation: ConversationShape, done: () => void) {
  const { elsewhere } = usePanel();
  // Made once: pressing again after a lost answer must not send it twice.
  const requestId = useRef(newId());
  const fields = useSignal<readonly string[]>(integration.fields);
  const shown = useSignal<PreviewShape | null>(null);
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const wish = () => ({ conversation: conversation.id, request_id: requestId.current, fields: fields.value });
  const look = async (): Promise<void> => {
    const asked = fields.value;
    shown.value = null;
    try {
      const answer = await elsewhere.preview(integration, wish());
      if (asked === fields.value) shown.value = answer;
    } catch (error) {
      problem.value = asApiError(error).message;
    }
  };
  useEffect(() => void look(), [fields.value]);
  const send = async (): Promise<void> => {
    if (busy.value || !shown.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await elsewhere.press(integration, wish(), shown.value);
      done();
    } catch (error) {
      const refusal = asApiError(error);
      problem.value = refusal.message;
      if (refusal.code === "conflict") await look();
    }
    busy.value = false;
  };
  return { fields, shown, problem, busy, send };
}

export function SendAgain({ delivery, onClose }: { delivery: DeliveryShape; onClose(): void }) {
  const { elsewhere } = usePanel();
  const reason = useSignal("");
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);
  const send = async (): Promise<void> => {
    if (busy.value || !reason.value.trim()) return;
    busy.value = true;
    try {
      await elsewhere.resend(delivery, reason.value.trim());
      onClose();
    } catch (error) {
      problem.value = asApiError(error).message;
      busy.value = false;
    }
  };
  return (
    <Dialog title={t("Send again to {name}?", { name: delivery.integration_name })} onClose={onClose} onSubmit={send}>
      <Why reason={reason} problem={problem.value} />
      <Foot words={t("Send again")} busy={busy.value} ready={reason.value.trim() !== ""} />
    </Dialog>
  );
}

function Why({ reason, problem }: { reason: Signal<string>; problem: string | null }) {
  return (
    <div class="dialog-b">
      <div class="field">
        <label for="again-reason">{t("Why")}</label>
        <input
          id="again-reason"
          class="input"
          autofocus
          maxLength={200}
          dir="auto"
          aria-describedby="again-hint"
          onInput={(event) => (reason.value = event.currentTarget.value)}
        />
        <p class={problem ? "error" : "hint"} id="again-hint" role="status">
          {problem ?? t("The same body goes out under a new id. Your reason stands in the log.")}
        </p>
      </div>
    </div>
  );
}
