/** When people write: weekday by hour, and whether anybody is there. It is a table, and reads like one. */

import type { HourFiguresShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { hour, span, weekday } from "./words.ts";

const STEPS = 5;
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const HOURS = Array.from({ length: 24 }, (_, at) => at);
const LABELLED = 3; // every third hour has its name below

export function BusiestHours({ hours, zone }: { hours: readonly HourFiguresShape[]; zone: string }) {
  const most = Math.max(0, ...hours.map((each) => each.chats));
  const busiest = hours.find((each) => most > 0 && each.chats === most);
  const place = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  return (
    <section class="card" aria-labelledby="busiest-hours">
      <div class="card-h">
        <h2 id="busiest-hours">{t("Busiest hours")}</h2>
        <p>{t("{place} time", { place })}</p>
        <Key />
      </div>
      <div class="card-b">
        <Week hours={hours} most={most} busiest={busiest} />
        {busiest && <p class="hint">{wordsOf(busiest)}</p>}
      </div>
    </section>
  );
}

function Key() {
  return (
    <div class="legend end" aria-hidden="true">
      {t("Fewer")}
      <span class="heat-key">
        {[0, 1, 2, 3, 4, 5].map((step) => (
          <i key={step} class={`h${step}`} />
        ))}
      </span>
      {t("More")}
    </div>
  );
}

interface WeekProps {
  hours: readonly HourFiguresShape[];
  most: number;
  busiest: HourFiguresShape | undefined;
}

function Week({ hours, most, busiest }: WeekProps) {
  return (
    <div class="heat-wrap" tabIndex={0} role="region" aria-label={t("Chats by weekday and hour")}>
      <table class="heat">
        <thead>
          <tr>
            <th scope="col">
              <span class="vh">{t("Day")}</span>
            </th>
            {HOURS.map((each) => (
              <th key={each} scope="col">
                {each % LABELLED ? <span class="vh">{hour(each)}</span> : String(each).padStart(2, "0")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day) => (
            <tr key={day}>
              <th scope="row">{weekday(day)}</th>
              {HOURS.map((at) => (
                <Cell key={at} of={hours[(day - 1) * HOURS.length + at]} most={most} chosen={busiest} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ of, most, chosen }: { of: HourFiguresShape | undefined; most: number; chosen: HourFiguresShape | undefined }) {
  const chats = of?.chats ?? 0;
  const step = chats ? Math.max(1, Math.ceil((STEPS * chats) / most)) : 0;
  const title = of && `${weekday(of.weekday)} ${hour(of.hour)}, ${tn("1 chat", "{n} chats", chats)}`;
  return (
    <td class={`h${step}${of && of === chosen ? " sel" : ""}`} title={title}>
      <span class="vh">{chats}</span>
    </td>
  );
}

function wordsOf({ weekday: day, hour: at, operator_minutes: there, missed }: HourFiguresShape): string {
  const when = { day: weekday(day, "long"), hour: hour(at) };
  const said = there
    ? t("{day} {hour} is the busiest hour; operators were there for {span} of it, all together.", { ...when, span: span(there * 60) })
    : t("{day} {hour} is the busiest hour, and nobody was there.", when);
  return missed ? `${said} ${tn("1 chat was missed.", "{n} chats were missed.", missed)}` : said;
}
