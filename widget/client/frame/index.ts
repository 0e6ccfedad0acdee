// The frame's first code: connects and counts unread, in at most 8 kB. What is seen is loaded when the chat is opened.

import { unreadFor } from "../../../chat/client/feed.ts";
import { speak, t } from "../../../chat/client/t.ts";
import type { ToFrame } from "../port.ts";
import { readConfiguration } from "./configuration.ts";
import { meetHost } from "./host.ts";
import type { Host } from "./host.ts";
import { openKeep } from "./keep.ts";
import { reportErrors } from "./report.ts";
import type * as Said from "./said.ts";
import { Session } from "./session.ts";
import { catalogueFor } from "./words.ts";

const configuration = readConfiguration();
const view = () => import("./view.tsx");
/** Asked for once: browsers settle the imports of one module in any order, and what is said comes in its own. */
let said: Promise<typeof Said> | undefined;

async function start(host: Host | null): Promise<void> {
  const keep = await openKeep(configuration.key, host);
  const session = new Session(configuration.key, keep, (message) => host?.tell(message));
  // A frame that has a name is a part of its page: there is nothing to close.
  const close = host && !window.name ? () => host.tell({ t: "open", open: false }) : null;
  const turn = async (open: boolean): Promise<void> => {
    session.setOpen(open);
    if (open) (await view()).show({ session, configuration, keep, close });
  };
  await talk(host?.handover.locale ?? "", host, session);
  if (host) tellUnread(session, host);
  const alone = { url: location.href, title: document.title, referrer: document.referrer };
  session.start(host?.handover.page ?? alone, host?.handover.who ?? null);
  void turn(host?.handover.open ?? true);
  // What was handed over is the older news: what was said meanwhile comes after it.
  host?.hear((message) => void obey(message, host, session, turn));
}

async function obey(message: ToFrame, host: Host, session: Session, turn: (open: boolean) => Promise<void>): Promise<void> {
  if (message.t === "page") session.walked(message.value);
  else if (message.t === "open") await turn(message.value);
  else await (await (said ??= import("./said.ts"))).obey(message, { host, session, configuration, talk: (wanted) => talk(wanted, host, session) });
}

/** From now on in this language, or the nearest that there is. */
async function talk(wanted: string, host: Host | null, session: Session): Promise<void> {
  const { texts, language, labels } = configuration;
  const { locale, catalogue } = await catalogueFor(language || wanted);
  speak(locale, catalogue, texts[document.documentElement.lang]);
  session.store.set({ locale });
  // What is read aloud is what is seen.
  const label = labels?.[host?.handover.locale.slice(0, 2) ?? ""] ?? labels?.[""];
  host?.tell({ t: "words", words: { open: label ?? t("Open chat"), close: t("Close chat"), dismiss: t("Dismiss") } });
}

/** The launcher's badge and preview follow the feed. */
function tellUnread(session: Session, host: Host): void {
  let before = 0;
  session.store.subscribe(({ feed }) => {
    const count = unreadFor(feed, "visitor");
    if (count === before) return;
    const last = feed.messages.at(-1);
    before = count;
    host.tell({ t: "unread", count, name: last?.author.name ?? "", text: last?.text ?? "" });
    host.tell({ t: "event", name: "unread", data: count });
  });
}

reportErrors(configuration.key);
void meetHost().then(start);
