/** The numbers on top, and what became of them since the span before. */

import type { FiguresShape, SummaryShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { Icon } from "../parts/marks.tsx";
import type { Kind } from "./store.ts";
import { number, percent, points, span, spanOrNone } from "./words.ts";

interface Turn {
  up: boolean;
  /** Better or worse; null where more is neither. */
  good: boolean | null;
  words: string;
}

interface FigureProps {
  name: string;
  value: string;
  turn?: Turn | null;
  hint?: string;
  onShow?: (() => void) | undefined;
}

export function Figures({ summary: { now, before }, onKind }: { summary: SummaryShape; onKind(kind: Kind): void }) {
  const show = (kind: Kind, n: number) => (n ? () => jump(() => onKind(kind)) : undefined);
  return (
    <dl class="kpis eight">
      <Figure name={t("Chats")} value={number(now.chats)} turn={moreChats(now, before)} hint={before.chats ? t("was {n}", { n: number(before.chats) }) : ""} />
      <Figure
        name={t("First response, median")}
        value={spanOrNone(now.first_response.median)}
        turn={faster(now.first_response.median, before.first_response.median)}
      />
      <Figure
        name={t("Answered in 5 minutes")}
        value={judged(now) ? percent(now.soon, judged(now)) : "–"}
        turn={morePoints(points(now.soon, judged(now)), points(before.soon, judged(before)))}
      />
      <Figure
        name={t("Rated good")}
        value={now.rated.ratings ? percent(now.rated.good, now.rated.ratings) : "–"}
        turn={morePoints(points(now.rated.good, now.rated.ratings), points(before.rated.good, before.rated.ratings))}
        hint={tn("1 rating", "{n} ratings", now.rated.ratings)}
      />
      <Figure
        name={t("Time to done, median")}
        value={spanOrNone(now.resolution.median)}
        turn={faster(now.resolution.median, before.resolution.median)}
        hint={now.reopened ? tn("1 came back", "{n} came back", now.reopened) : ""}
      />
      <Figure name={t("Missed")} value={number(now.missed)} hint={t("was {n}", { n: number(before.missed) })} onShow={show("missed", now.missed)} />
      <Figure name={t("Not answered yet")} value={number(now.waiting)} onShow={show("waiting", now.waiting)} />
      <Figure name={t("Slowest tenth")} value={spanOrNone(now.first_response.p90)} turn={faster(now.first_response.p90, before.first_response.p90)} />
    </dl>
  );
}

/** Those of which it is known how it went. */
const judged = (of: FiguresShape): number => of.answered + of.missed;

function Figure({ name, value, turn = null, hint = "", onShow }: FigureProps) {
  return (
    <div class="kpi">
      <dt>{name}</dt>
      <dd>
        {onShow ? (
          <button class="figure" onClick={onShow}>
            {value}
            <span class="vh"> {t("Show these conversations")}</span>
          </button>
        ) : (
          value
        )}
        <small>
          {turn && (
            <span class={turn.good === null ? "drift" : turn.good ? "drift up" : "drift dn"}>
              <Icon name={turn.up ? "up2" : "dn2"} class="xs" /> {turn.words}
            </span>
          )}{" "}
          {hint}
        </small>
      </dd>
    </div>
  );
}

function jump(act: () => void): void {
  act();
  const section = document.getElementById("report-talks");
  section?.scrollIntoView({ block: "start" });
  section?.focus({ preventScroll: true });
}

function moreChats(now: FiguresShape, before: FiguresShape): Turn | null {
  if (!before.chats || now.chats === before.chats) return null;
  return { up: now.chats > before.chats, good: null, words: percent(Math.abs(now.chats - before.chats), before.chats) };
}

function faster(now: number | null, before: number | null): Turn | null {
  if (now === null || before === null || now === before) return null;
  const good = now < before;
  const values = { span: span(Math.abs(now - before)) };
  return { up: !good, good, words: good ? t("{span} faster", values) : t("{span} slower", values) };
}

function morePoints(now: number | null, before: number | null): Turn | null {
  if (now === null || before === null || now === before) return null;
  return { up: now > before, good: now > before, words: tn("1 point", "{n} points", Math.abs(now - before)) };
}
