/** *Send elsewhere*: the edge of Parley. Nothing leaves but by a press here. */

import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape, DeliveryShape, IntegrationShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { clock } from "../../../chat/client/time.ts";
import { newestTo } from "../state/deliveries.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { SendAgain, SendTo } from "./send_to.tsx";

interface SectionProps {
  conversation: ConversationShape;
}

/** What is open in front: a press to be made, or one to be repeated. */
type Asked = { integration: IntegrationShape } | { again: DeliveryShape };

export function SendElsewhere({ conversation }: SectionProps) {
  const { elsewhere, mayAct } = usePanel();
  const asked = useSignal<Asked | null>(null);
  useEffect(() => void elsewhere.lookAt(conversation.id), [conversation.id]);
  const integrations = elsewhere.integrations.value ?? [];
  if (!mayAct || !integrations.length) return null;
  const open = asked.value;
  const close = () => (asked.value = null);
  return (
    <section>
      <h2>{t("Send elsewhere")}</h2>
      <div class="border">
        <p class="border-h">
          <Icon name="out" class="s flip" />
          <span>{t("Data leaves Parley only when you press a button here.")}</span>
        </p>
        <ul>
          {integrations.map((each) => (
            <Destination key={each.id} integration={each} ask={(what) => (asked.value = what)} />
          ))}
        </ul>
      </div>
      {elsewhere.problem.value && (
        <p class="error" role="status">
          {elsewhere.problem.value}
        </p>
      )}
      {open && "integration" in open && <SendTo {...open} conversation={conversation} onClose={close} />}
      {open && "again" in open && <SendAgain delivery={open.again} onClose={close} />}
    </section>
  );
}

function Destination({ integration, ask }: { integration: IntegrationShape; ask(what: Asked): void }) {
  const { elsewhere, away } = usePanel();
  const delivery = newestTo(integration, elsewhere.deliveries.value);
  const { glyph, name, place } = integration;
  return (
    <li class="dest">
      <span class="glyph" aria-hidden="true">
        {glyph.length > 2 ? <Icon name={glyph} class="s" /> : glyph}
      </span>
      <div>
        <b title={place}>
          <bdi>{name}</bdi>
        </b>
        <Standing integration={integration} delivery={delivery} />
      </div>
      <Deed integration={integration} delivery={delivery} disabled={away.value} ask={ask} />
    </li>
  );
}

/** How the newest delivery stands, in a few words with their icon. */
function Standing({ integration, delivery }: { integration: IntegrationShape; delivery: DeliveryShape | undefined }) {
  const off = integration.state !== "ready" && !delivery;
  const [look, icon, words] = off ? ["", "lock", t("Switched off")] : standing(delivery);
  return (
    <span class={`state ${look}`} role="status" title={delivery?.detail || integration.disabled_reason}>
      {icon && <Icon name={icon} class="xs" />} {words}
    </span>
  );
}

function standing(delivery: DeliveryShape | undefined): [string, string, string] {
  switch (delivery?.state) {
    case undefined:
      return ["", "", t("Not sent yet")];
    case "delivered":
      return ["ok", "check", t("Delivered {time}", { time: clock(delivery.ended_at ?? delivery.created_at) })];
    case "waiting": {
      const tries = tn("1 try", "{n} tries", delivery.tries);
      return ["warn", "clock", t("{tries}, next {time}", { tries, time: clock(delivery.next_at ?? delivery.created_at) })];
    }
    case "failed":
      return ["bad", "alert", t("Failed: {reason}", { reason: delivery.detail || t("no answer") })];
    case "cancelled":
      return ["", "x", t("Stopped")];
    default:
      return ["", "clock", delivery?.detail ? t("Waits: {reason}", { reason: delivery.detail }) : t("Sending")];
  }
}

interface DeedProps {
  integration: IntegrationShape;
  delivery: DeliveryShape | undefined;
  disabled: boolean;
  ask(what: Asked): void;
}

/** The one or two things that can be done now. */
function Deed({ integration, delivery, disabled, ask }: DeedProps) {
  const { elsewhere } = usePanel();
  const { name } = integration;
  if (delivery?.state === "waiting")
    return (
      <span class="deeds">
        <button class="btn quiet sm" disabled={disabled} onClick={() => void elsewhere.steer(delivery, "try-now")}>
          {t("Try now")}
        </button>
        <button class="btn quiet sm" disabled={disabled} onClick={() => void elsewhere.steer(delivery, "cancel")}>
          {t("Cancel retries")}
        </button>
      </span>
    );
  if (delivery?.state === "queued" || delivery?.state === "sending" || integration.state !== "ready") return null;
  if (delivery)
    return (
      <button class="btn quiet sm" disabled={disabled} onClick={() => ask({ again: delivery })}>
        {t("Send again")}
      </button>
    );
  return (
    <button class="btn soft sm" disabled={disabled} onClick={() => ask({ integration })}>
      {t("Send to {name}", { name })}
    </button>
  );
}
