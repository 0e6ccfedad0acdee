/** Who is on the site now: live, filterable, and one press from a chat. */

import { useCallback, useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { VisitorShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { elapsed, number } from "../words.ts";
import { Reconnecting } from "./banner.tsx";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { StartChat } from "./start_chat.tsx";
import { VisitorRow } from "./visitor_row.tsx";

export function Visitors() {
  const panel = usePanel();
  const starting = useSignal<VisitorShape | null>(null);
  const start = useCallback((visitor: VisitorShape) => (starting.value = visitor), []);
  useEffect(() => {
    void panel.visitors.show();
    return () => panel.visitors.hide();
  }, []);
  return (
    <main class="page" id="main" tabIndex={-1}>
      <Reconnecting />
      <div class="page-in">
        <Header />
        <Figures />
        <Table onStart={start} />
      </div>
      {starting.value && <StartChat visitor={starting.value} onClose={() => (starting.value = null)} />}
    </main>
  );
}

function Header() {
  const { visitors, project, away } = usePanel();
  const people = visitors.all.value.length;
  return (
    <header class="page-h">
      <div>
        <h1>{t("On the site now")}</h1>
        <p>
          {t("Everyone with a {project} page open. Nothing is stored about people who never write to you.", {
            project: project.name,
          })}
        </p>
      </div>
      <div class="acts">
        <span class="live num" role="status">
          <i class={people && !away.value ? "presence on" : "presence"} aria-hidden="true" />
          {tn("1 person", "{n} people", people)}
        </span>
        <label class="search">
          <Icon name="search" class="s" />
          <span class="vh">{t("Filter visitors")}</span>
          <input
            id="filter"
            type="search"
            placeholder={t("Page or name")}
            onInput={(event) => (visitors.query.value = event.currentTarget.value)}
          />
          <kbd aria-hidden="true">/</kbd>
        </label>
      </div>
    </header>
  );
}

function Figures() {
  const { visitors } = usePanel();
  const all = visitors.all.value;
  const chatting = all.filter((each) => each.conversation);
  const waiting = chatting.filter((each) => each.waiting_since).length;
  const stays = all.flatMap((each) => each.pages.at(-1) ?? []);
  const longest = stays.reduce<(typeof stays)[number] | null>((a, b) => (a && a.at < b.at ? a : b), null);
  const returning = all.filter((each) => each.visits > 1).length;
  return (
    <dl class="kpis">
      <Figure name={t("Here now")} value={all.length} />
      <Figure
        name={t("In a chat")}
        value={chatting.length}
        hint={waiting ? tn("1 of them waits for you", "{n} of them wait for you", waiting) : ""}
      />
      <Figure name={t("Returning")} value={returning} />
      <Figure
        name={t("Longest on one page")}
        value={longest ? elapsed(longest.at, now.value) : "–"}
        hint={longest?.title ?? ""}
      />
    </dl>
  );
}

function Figure({ name, value, hint = "" }: { name: string; value: number | string; hint?: string }) {
  return (
    <div class="kpi">
      <dt>{name}</dt>
      <dd>{typeof value === "number" ? number(value) : value}</dd>
      <small>
        <bdi>{hint}</bdi>
      </small>
    </div>
  );
}

function Table({ onStart }: { onStart(visitor: VisitorShape): void }) {
  const { visitors } = usePanel();
  return (
    <section class="card" aria-label={t("Visitors on the site")}>
      <div class="card-h">
        <Kinds />
        <Order />
      </div>
      {visitors.rows.value.length ? <Rows onStart={onStart} /> : <Nobody />}
      <More />
    </section>
  );
}

/** Whoever has just come stands last, which is far away in a crowd. */
function Order() {
  const { newestFirst } = usePanel().visitors;
  return (
    <p class="end">
      <button class="btn sm" onClick={() => (newestFirst.value = !newestFirst.value)}>
        {newestFirst.value ? t("Newest here first") : t("Longest here first")}
      </button>
    </p>
  );
}

/** How much of a crowd is drawn, and more of it. */
function More() {
  const { visitors } = usePanel();
  const [shown, all] = [visitors.rows.value.length, visitors.found.value.length];
  if (shown === all) return null;
  return (
    <div class="card-b more">
      <button class="btn" onClick={() => visitors.showMore()}>
        {t("Show more")}
      </button>{" "}
      <small>{t("{n} of {all}", { n: number(shown), all: number(all) })}</small>
    </div>
  );
}

function Kinds() {
  const { visitors } = usePanel();
  const all = visitors.all.value;
  const kind = (returning: boolean) => ({
    "aria-pressed": visitors.returningOnly.value === returning,
    onClick: () => (visitors.returningOnly.value = returning),
  });
  return (
    <div class="seg" role="group" aria-label={t("Show")}>
      <button {...kind(false)}>
        {t("Everyone")} <small>{number(all.length)}</small>
      </button>
      <button {...kind(true)}>
        {t("Returning")} <small>{number(all.filter((each) => each.visits > 1).length)}</small>
      </button>
    </div>
  );
}

function Rows({ onStart }: { onStart(visitor: VisitorShape): void }) {
  const { visitors } = usePanel();
  return (
    <div class="tbl-wrap">
      <table class="tbl stack">
        <thead>
          <tr>
            <th scope="col">{t("Visitor")}</th>
            <th scope="col">{t("Looking at")}</th>
            <th scope="col">{t("Came from")}</th>
            <th scope="col" class="num">
              {t("Pages")}
            </th>
            <th scope="col" class="num" aria-sort={visitors.newestFirst.value ? "ascending" : "descending"}>
              {t("Here for")}
            </th>
            <th scope="col">{t("Device")}</th>
            <th scope="col">
              <span class="vh">{t("Action")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {visitors.rows.value.map((each) => (
            <VisitorRow key={each.id} visitor={each} onStart={onStart} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Nobody() {
  const { visitors } = usePanel();
  if (visitors.loading.value) return <div class="empty skeleton" aria-label={t("Loading")} />;
  const { value: problem } = visitors.problem;
  if (problem)
    return (
      <div class="empty" role="status">
        <Icon name="alert" />
        <h3>{t("The list did not load")}</h3>
        <p>{t("Nothing is lost. Code: {code}", { code: problem.code })}</p>
        <button class="btn" onClick={() => void visitors.show()}>
          {t("Try again")}
        </button>
      </div>
    );
  const filtered = visitors.all.value.length > 0;
  return (
    <div class="empty">
      <Icon name="radar" />
      <h3>{filtered ? t("Nobody found") : t("Nobody is on the site")}</h3>
      <p>{filtered ? t("Another word may help.") : t("Visitors appear here the moment they open a page.")}</p>
    </div>
  );
}
