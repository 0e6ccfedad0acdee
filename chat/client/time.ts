// Times as people say them: relative under an hour, then the clock, then the date, in the reader's locale.

import { locale, t } from "./t.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Instant = string | number | Date;

const day = (instant: Instant): string => new Date(instant).toDateString();

/** By locale: to make one takes longer than to draw the line that it stands in. */
const clocks: Record<string, Intl.DateTimeFormat> = {};

/** "14:06", by the reader's habit of 12 or 24 hours. */
export const clock = (instant: Instant): string =>
  (clocks[locale()] ??= new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" })).format(new Date(instant));

/** "12 May", with the year once it is another one. */
export function date(instant: Instant, now: Instant = Date.now()): string {
  const year = day(instant).slice(-4) === day(now).slice(-4) ? undefined : "numeric";
  return new Date(instant).toLocaleDateString(locale(), { day: "numeric", month: "short", year });
}

/** For a list: "now", "3 min", "14:06", "12 May". */
export function when(instant: Instant, now: Instant = Date.now()): string {
  const agoMs = +new Date(now) - +new Date(instant);
  if (agoMs < MINUTE_MS) return t("now");
  if (agoMs < HOUR_MS) return minutes(agoMs);
  return day(instant) === day(now) ? clock(instant) : date(instant, now);
}

/** The heading above a day's messages: "Today", "Yesterday", "12 May". */
export function dayLabel(instant: Instant, now: Instant = Date.now()): string {
  if (day(instant) === day(now)) return t("Today");
  return day(instant) === day(+new Date(now) - DAY_MS) ? t("Yesterday") : date(instant, now);
}

export const sameDay = (one: Instant, other: Instant): boolean => day(one) === day(other);

/** How long somebody has waited: "now", "12 min", "3 h", "2 d". */
export function since(instant: Instant, now: Instant = Date.now()): string {
  const agoMs = +new Date(now) - +new Date(instant);
  if (agoMs < MINUTE_MS) return t("now");
  if (agoMs < HOUR_MS) return minutes(agoMs);
  return agoMs < DAY_MS ? inUnit("hour", agoMs / HOUR_MS) : inUnit("day", agoMs / DAY_MS);
}

const minutes = (ms: number): string => inUnit("minute", ms / MINUTE_MS);

function inUnit(unit: "minute" | "hour" | "day", amount: number): string {
  return Math.floor(amount).toLocaleString(locale(), { style: "unit", unit, unitDisplay: "short" });
}
