/** The live board: who waits, what is open, who is there. Large enough for a wall, and always as it stands now. */

import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { BoardShape, OperatorShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { Reconnecting } from "../parts/banner.tsx";
import { usePanel } from "../parts/context.ts";
import { Avatar, Icon } from "../parts/marks.tsx";
import { go, isPlainClick, pathOf } from "../route.ts";
import type { Route } from "../route.ts";
import { elapsed } from "../words.ts";
import { number, percent, spanOrNone } from "./words.ts";

const GATHERED_MS = 500; // what happens at the same moment is asked for once
const AT_LEAST_EVERY_MS = 60_000; // days and hours end without a push

export function Board() {
  const panel = usePanel();
  const board = useSignal<BoardShape | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    let coming: ReturnType<typeof setTimeout> | undefined;
    let asking = 0;
    const load = async () => {
      coming = undefined;
      const mine = ++asking;
      try {
        const found = await panel.api.report<BoardShape>("board");
        if (mine !== asking) return;
        board.value = found;
        failed.value = false;
      } catch {
        if (mine === asking) failed.value = true; // what was shown stays, and the next push asks again
      }
    };
    const soon = () => (coming ??= setTimeout(() => void load(), GATHERED_MS));
    void load();
    const unheard = panel.moved.subscribe(soon);
    const timer = setInterval(soon, AT_LEAST_EVERY_MS);
    return () => {
      asking++;
      clearTimeout(coming);
      clearInterval(timer);
      unheard();
    };
  }, [panel]);
  return (
    <main class="page board" id="main" tabIndex={-1}>
      <Reconnecting />
      <Header open={board.value?.open ?? true} />
      {board.value ? <Shown board={board.value} /> : failed.value && <p class="board-trouble" role="status">{t("The board did not load. It tries again by itself.")}</p>}
    </main>
  );
}

function Header({ open }: { open: boolean }) {
  const { project } = usePanel();
  const back: Route = { page: "reports", project: project.id };
  const follow = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    go(back);
  };
  return (
    <header class="board-h">
      <a class="btn ghost" href={pathOf(back)} onClick={follow}>
        <Icon name="left" class="s flip" /> {t("Reports")}
      </a>
      <h1>
        <bdi>{project.name}</bdi> <small>{open ? t("Open now") : t("Closed now")}</small>
      </h1>
      {document.fullscreenEnabled && (
        <button class="btn" onClick={() => void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())}>
          <Icon name="screen" class="s" /> {t("Full screen")}
        </button>
      )}
    </header>
  );
}

function Shown({ board }: { board: BoardShape }) {
  const { today } = board;
  const here = board.operators.filter((each) => each.available);
  const waits = board.longest_wait_since;
  return (
    <>
      <dl class="board-n">
        <Big name={t("Waiting")} value={number(board.waiting)} waits={board.waiting > 0} />
        <Big name={t("Longest wait")} value={waits ? elapsed(waits, now.value) : "–"} waits={waits !== null} />
        <Big name={t("Open")} value={number(board.active)} hint={board.unassigned ? tn("1 is nobody’s", "{n} are nobody’s", board.unassigned) : ""} />
        <Big name={t("Operators here")} value={number(here.length)} hint={t("of {n}", { n: number(answering(board.operators).length) })} />
      </dl>
      <section aria-labelledby="board-today">
        <h2 id="board-today">{t("Today")}</h2>
        <dl class="board-n small">
          <Big name={t("Chats")} value={number(today.chats)} />
          <Big name={t("First response, median")} value={spanOrNone(today.first_response.median)} />
          <Big name={t("Missed")} value={number(today.missed)} />
          <Big name={t("Rated good")} value={today.rated.ratings ? percent(today.rated.good, today.rated.ratings) : "–"} />
        </dl>
      </section>
      <Team operators={board.operators} />
    </>
  );
}

function Team({ operators }: { operators: readonly OperatorShape[] }) {
  return (
    <section aria-labelledby="board-team">
      <h2 id="board-team">{t("Team")}</h2>
      <ul class="board-team">
        {[...answering(operators)].sort(hereFirst).map((each) => (
          <li key={each.id} class={each.available ? "" : "gone"}>
            <Avatar of={each} size="md" />
            <span>
              <bdi>{each.name}</bdi>
              <small>
                <i class={each.available ? "presence on" : "presence"} aria-hidden="true" /> {each.available ? t("Here") : t("Away")}
              </small>
            </span>
            <b class="num">{tn("1 chat", "{n} chats", each.chats)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

const answering = (operators: readonly OperatorShape[]) => operators.filter((each) => each.role !== "viewer");

const hereFirst = (a: OperatorShape, b: OperatorShape) => Number(b.available) - Number(a.available) || a.name.localeCompare(b.name);

function Big({ name, value, hint = "", waits = false }: { name: string; value: string; hint?: string; waits?: boolean }) {
  return (
    <div class={waits ? "waits" : ""}>
      <dt>{name}</dt>
      <dd>
        {value}
        {hint && <small>{hint}</small>}
      </dd>
    </div>
  );
}
