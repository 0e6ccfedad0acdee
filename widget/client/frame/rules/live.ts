// Automatic messages, seen from the chat: tells the page's rules what only the server knows, and tells the server what became of them.

import type { LiveFactsShape } from "#wire";
import { learn, t, tn } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import type { Reply } from "../../../../chat/client/wire.ts";
import type { Configuration } from "../configuration.ts";
// Nothing is taken from it: so the bundler splits nothing of the first piece for this one.
import "../index.ts";
import type { Host } from "../host.ts";
import type { Session } from "../session.ts";
import type { Spoken, State } from "../state.ts";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
  fr: () => import("./words/fr.ts"),
  pl: () => import("./words/pl.ts"),
  pt: () => import("./words/pt.ts"),
};

/** A refused one is tried again: the visitor's clock may go before ours. */
const DUE_AGAIN_MS = 20_000;
const DUE_TRIES = 6;

/** What only the server knows; asked for once. */
let facts: LiveFactsShape | null = null;
let before: string | null = null;
/** Whether they had agreed when that was asked: before that they are told nothing that is known of them. */
let askedAs = true;

/** From now on the page hears what is so, whenever it changes. */
function follow(host: Host, session: Session, configuration: Configuration): void {
  before = "";
  const tell = async (state: State): Promise<void> => {
    const { link, rule, feed, operators, conversation } = state;
    if (rule && feed.messages.some(({ data }) => data?.automatic === rule.id)) return session.store.set({ rule: null });
    if (link !== "online") return;
    const agreed = state.visitor?.agreed !== false;
    if (agreed !== askedAs) facts = null;
    askedAs = agreed;
    facts ??= await session.ask<LiveFactsShape & Reply>({ type: "rule", did: "ask" });
    learn((await CATALOGUES[document.documentElement.lang]?.())?.words ?? {});
    const data = {
      ...facts,
      agreed,
      team: operators.online ? "here" : "away",
      person: operators.people[0]?.name ?? "",
      theme: document.documentElement.dataset.theme ?? "",
      chatting: conversation?.status === "open",
      since: since(state),
      ended: !!configuration.ended && conversation?.status !== "open",
      words: { unread: `${t("Open chat")}, ${tn("1 new message", "{n} new messages", 1)}`, automatic: t("automatic"), dismiss: t("Dismiss"), never: t("Do not show again") },
    };
    const now = JSON.stringify(data);
    if (facts && now !== before) host.tell({ t: "event", name: "facts", data });
    before = now;
  };
  session.store.subscribe((state) => void tell(state));
  void tell(session.store.value);
}

/** When the first of those words was said that nobody has answered; nobody waits while an operator is typing. */
function since({ conversation, feed, typing }: State): number | null {
  if (conversation?.status !== "open" || typing) return null;
  const answered = feed.messages.findLastIndex(({ author }) => author.kind === "operator");
  const first = feed.messages.find(({ author, kind }, at) => at > answered && author.kind === "visitor" && kind === "text");
  return first ? Date.parse(first.created_at) : null;
}

interface Told extends Spoken {
  did: "ask" | "shown" | "opened" | "refused" | "due";
  answer?: string;
}

/** What the page's rules say became of a message, or ask before there is one. */
export function obey(told: unknown, host: Host, session: Session, configuration: Configuration): void {
  if (before === null) follow(host, session, configuration);
  const { did, answer, ...said } = { ...(told as Told) };
  const { id, language } = said;
  if (did === "ask") return;
  if (did === "due") return void sayDue(session, id, language, DUE_TRIES);
  void session.ask({ type: "rule", rule: id, did });
  if (did !== "opened") return;
  session.store.set({ rule: { ...said, at: new Date().toISOString() } });
  if (answer) session.outbox.add({ text: answer });
}

async function sayDue(session: Session, id: string, language: string, tries: number): Promise<void> {
  const reply = await session.ask({ type: "rule", rule: id, did: "due", language });
  if (!reply && tries > 1) setTimeout(() => void sayDue(session, id, language, tries - 1), DUE_AGAIN_MS);
}
