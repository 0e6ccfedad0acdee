/** The page of reports: what happened in a span of days, beside the one before. */

import { useEffect, useMemo } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Reconnecting } from "../parts/banner.tsx";
import { usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { go, isPlainClick, pathOf } from "../route.ts";
import type { Route } from "../route.ts";
import { ChatsADay, FirstResponse } from "./days.tsx";
import { Filters } from "./filters.tsx";
import { BusiestHours } from "./hours.tsx";
import { Figures } from "./figures.tsx";
import { Satisfaction } from "./ratings.tsx";
import { ReportsStore } from "./store.ts";
import type { Reported } from "./store.ts";
import { Departments, Operators, Projects, Tags } from "./tables.tsx";
import { Talks } from "./talks.tsx";
import { day, number } from "./words.ts";

const PERIODS = [
  { days: 7, words: () => t("7 days") },
  { days: 30, words: () => t("30 days") },
  { days: 90, words: () => t("Quarter") },
] as const;

export function Reports() {
  const panel = usePanel();
  const store = useMemo(() => new ReportsStore(panel.api, panel.boot.projects.length > 1), [panel]);
  useEffect(() => {
    void store.load();
    void store.loadChoices();
  }, [store]);
  const shown = store.shown.value;
  return (
    <main class="page reports" id="main" tabIndex={-1} aria-busy={store.loading.value}>
      <Reconnecting />
      <div class="page-in">
        <Header store={store} />
        <Filters store={store} />
        {store.problem.value && <Problem store={store} />}
        {shown ? <Shown store={store} shown={shown} /> : !store.problem.value && <div class="card skeleton waits" aria-label={t("Loading")} />}
      </div>
    </main>
  );
}

function Header({ store }: { store: ReportsStore }) {
  const { project } = usePanel();
  const board: Route = { page: "board", project: project.id };
  const follow = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    go(board);
  };
  return (
    <header class="page-h">
      <div>
        <h1>{t("Reports")}</h1>
        <p>{wordsOf(store, project.name)}</p>
      </div>
      <div class="acts">
        <div class="seg" role="group" aria-label={t("Period")}>
          {PERIODS.map(({ days, words }) => (
            <button key={days} aria-pressed={store.last.value === days} onClick={() => store.lastDays(days)}>
              {words()}
            </button>
          ))}
        </div>
        <a class="btn" href={pathOf(board)} onClick={follow}>
          <Icon name="screen" class="s" /> {t("Live board")}
        </a>
        <a class="btn" href={`/panel/${project.id}/reports/conversations.csv?${store.query.value}`} download>
          <Icon name="dl" class="s" /> {t("CSV")}
        </a>
      </div>
    </header>
  );
}

function wordsOf(store: ReportsStore, project: string): string {
  const summary = store.shown.value?.summary;
  if (!summary) return project;
  const { since, until } = summary.span;
  const days = (Date.parse(until) - Date.parse(since)) / 86_400_000 + 1;
  const values = { project, since: day(since), until: day(until), days: number(days) };
  return days === 1
    ? t("{project}, {since}, against the day before", values)
    : t("{project}, {since} to {until}, against the {days} days before", values);
}

function Problem({ store }: { store: ReportsStore }) {
  return (
    <div class="card">
      <div class="empty" role="status">
        <Icon name="alert" />
        <h2>{t("The report did not load")}</h2>
        <p>{t("Nothing is lost. Code: {code}", { code: store.problem.value?.code ?? "" })}</p>
        <button class="btn" onClick={() => void store.load()}>
          {t("Try again")}
        </button>
      </div>
    </div>
  );
}

function Shown({ store, shown }: { store: ReportsStore; shown: Reported }) {
  const { summary, days, hours, ratings, operators } = shown;
  const nobody = summary.now.chats === 0 && summary.before.chats === 0;
  return (
    <>
      <Figures summary={summary} onKind={(kind) => store.show(kind)} />
      {nobody ? (
        <section class="card">
          <div class="empty">
            <Icon name="chart" />
            <h2>{t("Nobody wrote in this period")}</h2>
            <p>{t("What your visitors write is counted here, a moment later. Choose other days, or fewer filters.")}</p>
          </div>
        </section>
      ) : (
        <>
          <div class="grid21">
            <ChatsADay days={days} />
            <FirstResponse days={days} summary={summary} />
          </div>
          <div class="grid21">
            <BusiestHours hours={hours} zone={summary.zone} />
            <Satisfaction ratings={ratings} operators={operators} />
          </div>
        </>
      )}
      <Operators rows={operators} />
      {!nobody && (
        <div class="grid2">
          <Departments rows={shown.departments} />
          <Tags rows={shown.tags} />
        </div>
      )}
      {shown.projects.length > 1 && <Projects rows={shown.projects} />}
      {!nobody && <Talks store={store} zone={summary.zone} />}
    </>
  );
}
