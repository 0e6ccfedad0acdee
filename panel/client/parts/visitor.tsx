/** The visitor column: who they are, and the pages of this visit, live. */

import { useEffect } from "preact/hooks";
import { useComputed } from "@preact/signals";
import type { ConversationShape, PageShape, VisitorShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { hrefOf, LINK_ATTRIBUTES } from "../../../chat/client/text.ts";
import { date } from "../../../chat/client/time.ts";
import { now } from "../clock.ts";
import { visitorOpen } from "../store/actions.ts";
import { elapsed, nameOf, pathIn } from "../words.ts";
import { Earlier } from "../work/earlier.tsx";
import { Tags } from "../work/tags.tsx";
import { usePanel } from "./context.ts";
import { Department } from "./department.tsx";
import { SendElsewhere } from "./elsewhere.tsx";
import { GivenOnRequest } from "./given.tsx";
import { Avatar, Icon } from "./marks.tsx";
import { Attributes, Events } from "./said_by_page.tsx";

export function VisitorColumn({ conversation }: { conversation: ConversationShape }) {
  const panel = usePanel();
  const { visitor } = conversation;
  // The lines first: whoever opens a conversation reads them, and this beside them.
  const { feeds, problem } = panel.threads;
  const read = useComputed(() => !!feeds.value[panel.openConversation() ?? ""] || !!problem.value).value;
  useEffect(() => void (read && panel.visitors.lookAt(visitor.id)), [visitor.id, read]);
  const found = panel.visitors.beside.value;
  const facts = found?.id === visitor.id ? found : null;
  return (
    <aside class="side" aria-label={t("Visitor")}>
      <div class="side-back">
        <button class="icon-btn" aria-label={t("Back to the conversation")} onClick={() => (visitorOpen.value = false)}>
          <Icon name="back" class="flip" />
        </button>
        {t("Visitor")}
      </div>
      <section>
        <Who visitor={visitor} facts={facts} />
        {facts && <Facts visitor={facts} conversation={conversation} />}
      </section>
      <Tags conversation={conversation} />
      <Department conversation={conversation} />
      {read && <GivenOnRequest conversation={conversation} />}
      {facts && <Attributes visitor={facts} />}
      {facts && <Events visitor={facts} />}
      {facts && facts.pages.length > 0 && <Trail visitor={facts} />}
      {read && <Earlier conversation={conversation} />}
      <SendElsewhere conversation={conversation} />
      <Steps conversation={conversation} />
    </aside>
  );
}

/** What the settings do about a visitor. */
function Steps({ conversation }: { conversation: ConversationShape }) {
  const { boot } = usePanel();
  const named = new URLSearchParams({ project: conversation.project, visitor: conversation.visitor.id });
  return (
    <section>
      <a class="ban" href={`/panel/settings/bans/?${named}`}>
        {t("Ban this visitor")}
      </a>
      {boot.data_href && (
        <a class="ban" href={`${boot.data_href}?${named}`}>
          {t("Export or erase")}
        </a>
      )}
    </section>
  );
}

function Who({ visitor, facts }: { visitor: ConversationShape["visitor"]; facts: VisitorShape | null }) {
  return (
    <div class="who-card">
      <Avatar of={visitor} size="lg" />
      <div>
        <b>
          <bdi>{nameOf(visitor)}</bdi>
        </b>
        {facts && <Standing visitor={facts} />}
        {facts && <small>{history(facts)}</small>}
      </div>
    </div>
  );
}

/** Whether the site's server vouches for them; nothing of those whom nobody named. */
function Standing({ visitor }: { visitor: VisitorShape }) {
  if (visitor.verified)
    return (
      <small class="state ok">
        <Icon name="shield" class="xs" /> {t("Verified by your site")}
      </small>
    );
  if (!visitor.claimed && !visitor.name && !visitor.email) return null;
  return (
    <small class="state warn" title={t("Your page, or they themselves, said who this is, and nobody signed it.")}>
      <Icon name="alert" class="xs" /> {t("Unverified")}
    </small>
  );
}

/** "First visit", or "3 visits, 2 chats". */
export function history(visitor: VisitorShape): string {
  if (visitor.visits <= 1) return t("First visit");
  const visits = tn("1 visit", "{n} visits", visitor.visits);
  if (visitor.conversations === 0) return visits;
  return t("{visits}, {chats}", { visits, chats: tn("1 chat", "{n} chats", visitor.conversations) });
}

/** A mailto: link, or none: anybody may say of themselves that their address is https://evil.example. */
const mailOf = (email: string): string | undefined => hrefOf(/^[^:@?&\s]+@[^:@?&\s]+$/.test(email) ? `mailto:${email}` : "") ?? undefined;

function Facts({ visitor, conversation }: { visitor: VisitorShape; conversation: ConversationShape }) {
  const facts: [string, preact.ComponentChildren][] = [
    [t("Email"), visitor.email && <a href={mailOf(visitor.email)}>{visitor.email}</a>],
    [t("Phone"), visitor.phone && <span class="num">{visitor.phone}</span>],
    [t("Your id"), visitor.external_id],
    [t("Language"), visitor.locale && languageOf(visitor.locale)],
    [t("Device"), visitor.device],
    [t("Came from"), visitor.referrer && originOf(visitor.referrer)],
    [t("Known since"), visitor.first_seen_at && date(visitor.first_seen_at, now.value)],
    [t("Chat"), <span class="num">#{conversation.number}</span>],
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </>
          ),
      )}
    </dl>
  );
}

/** "de-AT" as the reader's language names it; the tag itself when it is none. */
function languageOf(tag: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function originOf(referrer: string): string {
  if (!referrer) return t("Direct");
  return URL.canParse(referrer) ? new URL(referrer).hostname.replace(/^www\./, "") : referrer;
}

function Trail({ visitor }: { visitor: VisitorShape }) {
  const panel = usePanel();
  const newestFirst = [...visitor.pages].reverse();
  const here = visitor.online && !panel.away.value;
  const pages = tn("1 page", "{n} pages", visitor.pages.length);
  const since = visitor.here_since;
  return (
    <section>
      <h2>
        {t("Page history")}
        <small>{here && since ? t("{pages}, {time}", { pages, time: elapsed(since, now.value) }) : pages}</small>
      </h2>
      <ol class="trail">
        {newestFirst.map((page, place) => (
          <li key={page.at + page.url} class={here && place === 0 ? "now" : ""}>
            <PageLink page={page} />
            <time dateTime={page.at}>{stay(page, newestFirst[place - 1], here)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** An address that a stranger's page named: opened only when it is http or https. */
function PageLink({ page }: { page: PageShape }) {
  const words = page.title || pathIn(page.url);
  if (!/^https?:/i.test(page.url)) return <span>{words}</span>;
  return (
    <a href={page.url} title={page.url} {...LINK_ATTRIBUTES}>
      <bdi>{words}</bdi>
    </a>
  );
}

/** How long they stayed on a page: until the next one, or until now. */
function stay(page: PageShape, next: PageShape | undefined, here: boolean): string {
  if (next) return elapsed(page.at, Date.parse(next.at));
  return here ? t("now, {time}", { time: elapsed(page.at, now.value) }) : "";
}
