/** The inbox's list: project, views with live counts, filter, and the three turns. */

import { useRef } from "preact/hooks";
import { t, tn } from "../../../chat/client/t.ts";
import type { Turn, View } from "../state/inbox.ts";
import { VIEWS } from "../state/sections.ts";
import { Reconnecting } from "./banner.tsx";
import type { Section as SectionOf } from "../store/inbox.ts";
import { usePanel } from "./context.ts";
import { Found } from "./found.tsx";
import { Icon } from "./marks.tsx";
import { useWhenSeen } from "./near.ts";
import { Projects } from "./projects.tsx";
import { Rows } from "./rows.tsx";
import { SendThese } from "./send_these.tsx";
import { Everywhere, everywhere } from "../work/everywhere.tsx";
import { FilterButton, SavedViews, Ticked } from "../work/filters.tsx";

/** Typing goes on for a moment before the server is asked. */
const SEARCH_AFTER_MS = 200;

export function List() {
  return (
    <section class="col list" aria-label={t("Conversations")}>
      <h1 class="vh only-m">{t("Inbox")}</h1>
      <header class="list-h">
        <Projects />
        <Views />
        <div class="list-find">
          <Filter />
          <FilterButton />
        </div>
        <SavedViews />
        <Ticked />
        <SendThese />
      </header>
      <Reconnecting />
      {everywhere.value ? <Everywhere /> : <Sections />}
    </section>
  );
}

function Views() {
  const { inbox } = usePanel();
  const words: Record<View, string> = { mine: t("Mine"), unassigned: t("Unassigned"), all: t("All") };
  return (
    <div class="seg" role="group" aria-label={t("View")}>
      {VIEWS.map((view) => (
        <button key={view} aria-pressed={inbox.view.value === view} onClick={() => void inbox.show(view)}>
          {words[view]} <small>{inbox.state.value.counts[view]}</small>
        </button>
      ))}
    </div>
  );
}

function Filter() {
  const { inbox, search: messages } = usePanel();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const search = (text: string, afterMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void inbox.search(text);
      void messages.ask(text);
    }, afterMs);
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.currentTarget.value = "";
    event.currentTarget.blur();
    search("", 0);
  };
  return (
    <label class="search">
      <Icon name="search" class="s" />
      <span class="vh">{t("Search conversations and messages")}</span>
      <input
        id="filter"
        type="search"
        placeholder={t("Search")}
        onInput={(event) => search(event.currentTarget.value, SEARCH_AFTER_MS)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}

function Sections() {
  const { inbox, search } = usePanel();
  const sections = inbox.sections.value;
  const empty = sections.every((each) => each.rows.length === 0);
  if (inbox.problem.value && empty) return <Broken />;
  const found = search.asked.value || search.problem.value;
  if (empty && !found) return <div class="list-b">{inbox.loading.value ? <Skeleton /> : <Empty />}</div>;
  return (
    <div class="list-b" onPointerMove={() => inbox.hold()}>
      {sections.map((each) => each.rows.length > 0 && <Section key={each.turn} {...each} />)}
      <Found />
    </div>
  );
}

function Section({ turn, rows, more }: SectionOf) {
  const { inbox } = usePanel();
  return (
    <>
      <h2 class={turn === "yours" ? "turn yours" : "turn"}>
        {titleOf(turn)}
        <span>{asideOf(turn, inbox.state.value.counts.done_today)}</span>
      </h2>
      <Rows rows={rows} />
      {more && !inbox.query.value && !Object.keys(inbox.wants.value).length && <More turn={turn} />}
    </>
  );
}

function titleOf(turn: Turn): string {
  return { yours: t("Your turn"), theirs: t("Their turn"), done: t("Done") }[turn];
}

function asideOf(turn: Turn, doneToday: number): string {
  if (turn === "done") return doneToday ? tn("1 today", "{n} today", doneToday) : "";
  return turn === "yours" ? t("longest wait first") : t("newest first");
}

/** Loads the next page when it comes near; the button is there for the keyboard and without the observer. */
function More({ turn }: { turn: Turn }) {
  const { inbox } = usePanel();
  const button = useRef<HTMLButtonElement>(null);
  useWhenSeen(button, () => void inbox.more(turn));
  return (
    <button class="btn quiet sm wide" ref={button} onClick={() => void inbox.more(turn)}>
      {t("Show more")}
    </button>
  );
}

function Empty() {
  const { inbox } = usePanel();
  if (inbox.query.value || Object.keys(inbox.wants.value).length)
    return (
      <div class="empty">
        <Icon name="search" />
        <h3>{t("Nothing found yet")}</h3>
        <p>{inbox.query.value ? t("Two letters are enough.") : t("Nothing fits the filter.")}</p>
      </div>
    );
  const { unassigned } = inbox.state.value.counts;
  if (inbox.view.value === "mine" && unassigned > 0)
    return (
      <div class="empty">
        <Icon name="inbox" />
        <h3>{t("Nothing is yours yet")}</h3>
        <p>{tn("1 conversation has nobody.", "{n} conversations have nobody.", unassigned)}</p>
        <button class="btn" onClick={() => void inbox.show("unassigned")}>
          {t("Show unassigned")}
        </button>
      </div>
    );
  return (
    <div class="empty">
      <Icon name="inbox" />
      <h3>{t("Nobody is waiting")}</h3>
      <p>{t("New conversations land here, sorted by whose turn it is.")}</p>
    </div>
  );
}

function Broken() {
  const { inbox } = usePanel();
  return (
    <div class="list-b">
      <div class="empty" role="status">
        <Icon name="alert" />
        <h3>{t("The list did not load")}</h3>
        <p>{t("Nothing is lost. Code: {code}", { code: inbox.problem.value?.code ?? "" })}</p>
        <button class="btn" onClick={() => void inbox.load()}>
          {t("Try again")}
        </button>
      </div>
    </div>
  );
}

/** Appears only after 300 ms (by style), in the rows' final size. */
function Skeleton() {
  return (
    <ul class="skeleton" aria-label={t("Loading")}>
      {[1, 2, 3, 4, 5].map((each) => (
        <li key={each} class="conv">
          <span class="av skel" />
          <div>
            <span class="skel" />
            <span class="skel" />
          </div>
        </li>
      ))}
    </ul>
  );
}
