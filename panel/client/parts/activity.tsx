/** What happened in a conversation besides words: joined, assigned, done, open again. */

import type { MessageShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { Clock } from "./message.tsx";

const ICONS: Record<string, string> = {
  assigned: "people",
  closed: "check",
  reopened: "replay",
  joined: "user",
  ended: "check",
  rated: "star",
  forwarded: "out",
};

export function Activity({ message }: { message: MessageShape }) {
  const { boot } = usePanel();
  const event = String(message.data?.["event"] ?? "");
  const named = (field: string): string | null => {
    const name = message.data?.[field];
    return typeof name === "string" ? name : null;
  };
  const mine = message.author.kind === "operator" && message.author.id === boot.member.id;
  const by = mine ? t("You") : (named("by") ?? message.author.name);
  const to = named("to");
  return (
    <li class="act">
      <Icon name={ICONS[event] ?? "info"} class="s" />
      <span>{event === "assigned" && to === message.author.name ? t("{by} took this over", { by }) : sentence(event, by, to)}</span>
      <Clock at={message.created_at} />
    </li>
  );
}

/** Whole sentences, so that each language orders them as it likes. */
function sentence(event: string, by: string, to: string | null): string {
  switch (event) {
    case "joined":
      return t("{by} joined the conversation", { by });
    case "assigned":
      return to ? t("{by} assigned this to {to}", { by, to }) : t("{by} put this back to Unassigned", { by });
    case "forwarded":
      return t("{by} sent this to {to}", { by, to: to ?? "" });
    case "closed":
      return t("{by} marked this done", { by });
    case "reopened":
      return by ? t("{by} opened this again", { by }) : t("Open again");
    case "ended":
      return t("{by} ended the conversation", { by });
    case "rated":
      return t("{by} rated the conversation", { by });
    default:
      return t("{by}: {event}", { by, event });
  }
}
