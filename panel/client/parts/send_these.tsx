/** *Send these to …*: what the filter found goes elsewhere, by a press for each, one after the other while somebody looks. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import type { ConversationShape, IntegrationShape, PreviewShape } from "#wire";
import { newId } from "../../../chat/client/new_id.ts";
import { t, tn } from "../../../chat/client/t.ts";
import { done, manyOf } from "../state/many.ts";
import type { Many } from "../state/many.ts";
import { asApiError } from "../store/inbox.ts";
import { nameOf } from "../words.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { Dialog, Fields, Foot, Shown } from "./send_dialog.tsx";
import { ManyProgress } from "./send_progress.tsx";

/** Some cannot be sent there at all (no consent, no address): so many are looked at for one to show. */
const LOOKED_AT = 5;

export function SendThese() {
  const { inbox, elsewhere, sendMany, mayAct, away } = usePanel();
  const opened = useSignal<readonly ConversationShape[] | null>(null);
  const filtered = inbox.query.value.trim() !== "";
  useEffect(() => {
    if (filtered && mayAct) elsewhere.load().catch(() => undefined); // without an answer there is nothing to offer
  }, [filtered]);
  const ready = (elsewhere.integrations.value ?? []).filter((each) => each.state === "ready");
  const many = sendMany.many.value;
  const rows = inbox.rows.value;
  const open = () => (opened.value = inbox.rows.value); // from here on the list may change: these are sent
  const close = () => {
    opened.value = null;
    sendMany.stop();
    if (many && done(many) === many.items.length) sendMany.leave();
  };
  return (
    <>
      {many && !opened.value ? (
        <Interrupted open={open} />
      ) : (
        filtered && mayAct && rows.length > 0 && ready.length > 0 && (
          <p class="these">
            <span>{tn("1 conversation", "{n} conversations", rows.length)}</span>
            <button type="button" class="btn quiet sm" aria-haspopup="dialog" disabled={away.value} onClick={open}>
              <Icon name="out" class="s flip" /> {t("Send these to…")}
            </button>
          </p>
        )
      )}
      {opened.value && (many ? <ManyProgress many={many} onClose={close} /> : <Choose found={opened.value} ready={ready} onClose={close} />)}
    </>
  );
}

/** A reload, or a dialog that was closed, came between. Nothing goes on by itself. */
function Interrupted({ open }: { open(): void }) {
  const { sendMany, away } = usePanel();
  const many = sendMany.many.value;
  if (!many) return null;
  const goOn = () => {
    open();
    void sendMany.goOn();
  };
  const values = { name: many.name, n: done(many), m: many.items.length };
  return (
    <div class="banner these">
      <span role="status">{t("{name}: stopped after {n} of {m}.", values)}</span>
      <button type="button" class="btn quiet sm" onClick={() => sendMany.leave()}>
        {t("Leave it")}
      </button>
      <button type="button" class="btn sm" disabled={away.value} onClick={goOn}>
        {t("Go on")}
      </button>
    </div>
  );
}

interface ChooseProps {
  found: readonly ConversationShape[];
  ready: readonly IntegrationShape[];
  onClose(): void;
}

function Choose({ found, ready, onClose }: ChooseProps) {
  const { sendMany } = usePanel();
  const chosen = useSignal<IntegrationShape | undefined>(ready[0]);
  const fields = useSignal<readonly string[]>(ready[0]?.fields ?? []);
  const integration = chosen.value ?? ready[0];
  const { first, shown, problem, many } = useFirst(found, integration, fields);
  const send = async (): Promise<void> => {
    if (!first.value || !shown.value || !many.current) return;
    const { at, digest } = shown.value;
    await sendMany.begin({ ...many.current, fields: fields.value }, { conversation: first.value.id, at, digest });
  };
  if (!integration) return null;
  const { name } = integration;
  const count = { name, n: found.length };
  return (
    <Dialog title={tn("Send 1 conversation to {name}?", "Send {n} conversations to {name}?", found.length, { name })} onClose={onClose} onSubmit={send}>
      <div class="dialog-b sends">
        {ready.length > 1 && <Destinations ready={ready} chosen={chosen} fields={fields} />}
        <Fields integration={integration} fields={fields} />
        <Which found={found} />
        {first.value && (
          <p class="hint">
            {t("As an example, what is sent of")} <bdi>{nameOf(first.value.visitor)}</bdi>:
          </p>
        )}
        <Shown shown={shown.value} />
        {problem.value && (
          <p class="error" role="alert">
            {problem.value}
          </p>
        )}
      </div>
      <Foot words={t("Send {n} to {name}", count)} busy={false} ready={shown.value !== null} />
    </Dialog>
  );
}

/** The first that can be sent there, and exactly what it would send. The ids of all presses are made here, once for a destination. */
function useFirst(found: readonly ConversationShape[], integration: IntegrationShape | undefined, fields: Signal<readonly string[]>) {
  const { elsewhere } = usePanel();
  const many = useRef<Many | undefined>(undefined);
  const first = useSignal<ConversationShape | null>(null);
  const shown = useSignal<PreviewShape | null>(null);
  const problem = useSignal<string | null>(null);
  const look = async (): Promise<void> => {
    if (!integration) return;
    if (many.current?.integration !== integration.id)
      many.current = manyOf(integration, fields.value, found.map((each) => ({ id: each.id, name: nameOf(each.visitor) })), newId);
    const [asked, items] = [fields.value, many.current.items];
    [shown.value, problem.value] = [null, null];
    for (const [place, each] of found.slice(0, LOOKED_AT).entries()) {
      try {
        const press = { conversation: each.id, request_id: items[place]?.request_id ?? "", fields: asked };
        const answer = await elsewhere.preview(integration, press);
        if (asked === fields.value) [first.value, shown.value, problem.value] = [each, answer, null];
        return;
      } catch (error) {
        if (asked !== fields.value) return;
        problem.value = asApiError(error).message;
      }
    }
  };
  useEffect(() => void look(), [integration?.id, fields.value]);
  return { first, shown, problem, many };
}

interface DestinationsProps {
  ready: readonly IntegrationShape[];
  chosen: Signal<IntegrationShape | undefined>;
  fields: Signal<readonly string[]>;
}

function Destinations({ ready, chosen, fields }: DestinationsProps) {
  const choose = (id: string) => {
    chosen.value = ready.find((each) => each.id === id);
    fields.value = [...(chosen.value?.fields ?? [])];
  };
  return (
    <div class="field">
      <label for="these-to">{t("To")}</label>
      <select id="these-to" class="input" value={chosen.value?.id ?? ""} onChange={(event) => choose(event.currentTarget.value)}>
        {ready.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Whose conversations these are: exactly they are sent, whatever becomes of the list. */
function Which({ found }: { found: readonly ConversationShape[] }) {
  return (
    <details>
      <summary>{tn("See which one", "See which {n}", found.length)}</summary>
      <ul class="which" tabIndex={0} aria-label={t("Conversations")}>
        {found.map((each) => (
          <li key={each.id}>
            #{each.number} <bdi>{nameOf(each.visitor)}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}
