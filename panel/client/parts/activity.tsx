/** What happened in a conversation besides words: joined, assigned, done, open again. */

import type { EventShape, MessageShape, WhyShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { mailSentence } from "./by_mail.tsx";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { Clock } from "./message.tsx";
import { detailOf } from "./said_by_page.tsx";

const ICONS: Record<string, string> = {
  assigned: "people",
  closed: "check",
  reopened: "replay",
  joined: "user",
  moved: "people",
  ended: "check",
  rated: "star",
  forwarded: "out",
  tagged: "tag",
  untagged: "tag",
  snoozed: "snooze",
  woke: "snooze",
  prioritized: "up2",
  merged: "people",
  merged_into: "people",
  unmerged: "people",
  unmerged_from: "people",
  edited: "note",
  removed: "x",
  mailed: "mail",
  mail_failed: "alert",
  tracked: "code",
  verified: "shield",
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
  const to = named("to") ?? named("tag");
  const why = message.data?.["why"] as WhyShape | undefined;
  if (why) return <Routed why={why} to={to} mine={to === boot.member.name} at={message.created_at} />;
  return (
    <li class="act">
      <Icon name={ICONS[event] ?? "info"} class="s" />
      <span title={event === "tracked" ? detailOf({ data: (message.data?.["values"] ?? {}) as EventShape["data"] }) : undefined}>{mailSentence(message) ?? (event === "assigned" && to === message.author.name ? t("{by} took this over", { by }) : sentence(event, by, to, named("name") ?? ""))}</span>
      <Clock at={message.created_at} />
    </li>
  );
}

/** Given by a round: to whom, and why. */
function Routed({ why, to, mine, at }: { why: WhyShape; to: string | null; mine: boolean; at: string }) {
  const given = !to ? t("Back to Unassigned") : mine ? t("Given to you") : t("Given to {to}", { to });
  return (
    <li class="act">
      <Icon name="people" class="s" />
      <span title={mine ? t("Why me") : t("Why")}>
        <b>{given}</b>: {reasonOf(why)}
      </span>
      <Clock at={at} />
    </li>
  );
}

function reasonOf({ way, chats, people, department, again }: WhyShape): string {
  if (way === "left") return t("who had it is away, and nobody else has room");
  const least = tn("the fewest active chats, 1", "the fewest active chats, {n}", chats);
  const turn = way === "least_busy" ? least : t("the longest without a new chat");
  const among = tn("1 person is here", "{n} people are here", people);
  const where = department ? t("{among} in {department}", { among, department }) : among;
  const reason = t("{turn}; {where}", { turn, where });
  return again ? t("not taken before; {reason}", { reason }) : reason;
}

/** Whole sentences, so that each language orders them as it likes. */
function sentence(event: string, by: string, to: string | null, name: string): string {
  switch (event) {
    case "joined":
      return t("{by} joined the conversation", { by });
    case "assigned":
      return to ? t("{by} assigned this to {to}", { by, to }) : t("{by} put this back to Unassigned", { by });
    case "moved":
      return to ? t("{by} moved this to {to}", { by, to }) : t("{by} took this out of its department", { by });
    case "forwarded":
      return t("{by} sent this to {to}", { by, to: to ?? "" });
    case "tagged":
      return t("Tagged “{tag}”", { tag: to ?? "" });
    case "closed":
      return t("{by} marked this done", { by });
    case "reopened":
      return by ? t("{by} opened this again", { by }) : t("Open again");
    case "ended":
      return t("{by} ended the conversation", { by });
    case "tracked":
      return t("On the page: {name}", { name });
    case "verified":
      return t("From here on verified by your site");
    case "rated":
      return t("{by} rated the conversation", { by });
    default:
      return workSentence(event, by, to ?? "") ?? t("{by}: {event}", { by, event });
  }
}

/** The same of a team's tools. */
function workSentence(event: string, by: string, to: string): string | null {
  switch (event) {
    case "untagged":
      return t("{by} took the tag “{tag}” away", { by, tag: to });
    case "snoozed":
      return t("{by} put this off", { by });
    case "woke":
      return t("Back as asked");
    case "prioritized":
      return t("{by} changed the priority", { by });
    case "merged":
      return t("{by} merged {to} into this", { by, to });
    case "merged_into":
      return t("{by} merged this into {to}", { by, to });
    case "unmerged":
    case "unmerged_from":
      return t("{by} took the merge with {to} apart", { by, to });
    case "edited":
      return t("{by} corrected a message", { by });
    case "removed":
      return t("{by} took a message back", { by });
    default:
      return null;
  }
}
