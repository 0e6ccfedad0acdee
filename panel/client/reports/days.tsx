/** Day by day: how many wrote, beside the span before; and how soon they were answered. */

import { useMemo } from "preact/hooks";
import uPlot from "uplot";
import type { DayFiguresShape, SummaryShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { Behind } from "./behind.tsx";
import { axes, Chart } from "./chart.tsx";
import type { Ink, Tip } from "./chart.tsx";
import { Card } from "./card.tsx";
import { longDay, number, shortDay, span, spanOrNone } from "./words.ts";

const HEIGHT = 190;
const ROUND_S = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800];
const STILL: uPlot.Cursor = { y: false, drag: { x: false, y: false } };

type Days = readonly DayFiguresShape[];
type Options = Omit<uPlot.Options, "width" | "height">;

export function ChatsADay({ days }: { days: Days }) {
  const data = useMemo(() => columns(days, (each) => each.chats, (each) => each.chats_before), [days]);
  const busiest = days.reduce<DayFiguresShape | null>((a, b) => (a && a.chats >= b.chats ? a : b), null);
  const label = busiest ? t("Chats a day. The most: {n} on {day}", { n: busiest.chats, day: longDay(busiest.date) }) : t("Chats a day");
  const legend = [
    { ink: "ink-1", words: t("This period") },
    { ink: "ink-4 dash", words: t("Before") },
  ];
  return (
    <Card id="chats-a-day" title={t("Chats a day")} legend={legend}>
      <Chart label={label} data={data} height={HEIGHT} options={(ink) => lines(ink, days)} tip={(at) => chatsOn(days[at])} />
      <Behind head={[t("Day"), t("Chats"), t("Before"), t("Missed")]}>
        {days.map((each) => (
          <tr key={each.date}>
            <th scope="row">{longDay(each.date)}</th>
            <td class="num">{number(each.chats)}</td>
            <td class="num">{number(each.chats_before)}</td>
            <td class="num">{number(each.missed)}</td>
          </tr>
        ))}
      </Behind>
    </Card>
  );
}

export function FirstResponse({ days, summary }: { days: Days; summary: SummaryShape }) {
  const data = useMemo(() => columns(days, (each) => each.first_response.p90, (each) => each.first_response.median), [days]);
  const { median, p90 } = summary.now.first_response;
  const values = { median: spanOrNone(median), p90: spanOrNone(p90) };
  const legend = [
    { ink: "box ink-1", words: t("Median") },
    { ink: "box ink-soft", words: t("Slowest tenth") },
  ];
  return (
    <Card id="first-response" title={t("First response")} legend={legend}>
      <Chart
        label={t("First response: half within {median}, nine of ten within {p90}", values)}
        data={data}
        height={HEIGHT}
        options={(ink) => bars(ink, days)}
        tip={(at) => responseOn(days[at])}
      />
      <Behind head={[t("Day"), t("Median"), t("Slowest tenth")]}>
        {days.map((each) => (
          <tr key={each.date}>
            <th scope="row">{longDay(each.date)}</th>
            <td class="num">{spanOrNone(each.first_response.median)}</td>
            <td class="num">{spanOrNone(each.first_response.p90)}</td>
          </tr>
        ))}
      </Behind>
    </Card>
  );
}

function columns(days: Days, ...values: ((each: DayFiguresShape) => number | null)[]): uPlot.AlignedData {
  return [days.map((_, at) => at), ...values.map((value) => days.map(value))];
}

function lines(ink: Ink, days: Days): Options {
  const names = days.map((each) => shortDay(each.date));
  return {
    scales: {
      x: { time: false, range: [0, Math.max(1, days.length - 1)] },
      y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] },
    },
    axes: axes(ink, names, (n) => (Number.isInteger(n) ? number(n) : "")),
    cursor: STILL,
    series: [
      {},
      { stroke: ink.first, width: 2, fill: hardly(ink.first), points: { show: days.length < 2 } },
      { stroke: ink.faint, width: 1.5, dash: [4, 4], points: { show: false } },
    ],
  };
}

function bars(ink: Ink, days: Days): Options {
  const names = days.map((each) => shortDay(each.date));
  const paths = uPlot.paths.bars?.({ size: [0.55, 14], radius: 0.2 });
  const filled = (colour: string): uPlot.Series => ({ stroke: colour, fill: colour, width: 0, points: { show: false }, ...(paths ? { paths } : {}) });
  return {
    scales: {
      x: { time: false, range: [-0.6, days.length - 0.4] },
      y: { range: (_, __, most) => [0, Math.max(60, (most || 0) * 1.1)] },
    },
    axes: axes(ink, names, span, ROUND_S),
    cursor: { ...STILL, points: { show: false } },
    series: [{}, filled(ink.soft), filled(ink.first)],
  };
}

function chatsOn(each: DayFiguresShape | undefined): Tip | null {
  if (!each) return null;
  return { title: tn("1 chat", "{n} chats", each.chats), text: t("{day}, was {n}", { day: longDay(each.date), n: each.chats_before }) };
}

function responseOn(each: DayFiguresShape | undefined): Tip | null {
  if (!each) return null;
  const values = { day: longDay(each.date), p90: spanOrNone(each.first_response.p90) };
  return { title: spanOrNone(each.first_response.median), text: t("{day}, slowest tenth {p90}", values) };
}

/** The same colour, hardly there. */
function hardly(colour: string): string {
  return colour.replace(/^rgb\((.*)\)$/, "rgba($1, 0.08)");
}
