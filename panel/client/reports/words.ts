/** How reports spell numbers, spans and days. */

import { locale, t } from "../../../chat/client/t.ts";
import { number } from "../words.ts";

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

export { number };

export const percent = (part: number, whole: number): string =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(whole ? part / whole : 0);

/** The share in whole points, or null of nothing. */
export const points = (part: number, whole: number): number | null => (whole ? Math.round((100 * part) / whole) : null);

/** The two largest units: "40 s", "2 min 40 s", "3 h 5 min", "2 d 4 h". */
export function span(seconds: number): string {
  const s = Math.round(seconds);
  if (s < MINUTE_S) return t("{n} s", { n: s });
  if (s < HOUR_S) return two(t("{n} min", { n: Math.floor(s / MINUTE_S) }), s % MINUTE_S, (rest) => t("{n} s", { n: rest }));
  if (s < DAY_S)
    return two(t("{n} h", { n: Math.floor(s / HOUR_S) }), Math.floor((s % HOUR_S) / MINUTE_S), (rest) => t("{n} min", { n: rest }));
  return two(t("{n} d", { n: number(Math.floor(s / DAY_S)) }), Math.floor((s % DAY_S) / HOUR_S), (rest) => t("{n} h", { n: rest }));
}

function two(first: string, rest: number, word: (rest: number) => string): string {
  return rest ? `${first} ${word(rest)}` : first;
}

export const spanOrNone = (seconds: number | null): string => (seconds === null ? "–" : span(seconds));

/** A day as it stands in the answer, which has no time zone: "24 October", "Tue, 17 Nov". */
export function day(date: string, how: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" }): string {
  return new Intl.DateTimeFormat(locale(), { ...how, timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}

export const shortDay = (date: string): string => day(date, { day: "numeric", month: "short" });

export const longDay = (date: string): string => day(date, { weekday: "short", day: "numeric", month: "short" });

/** Monday is 1. */
export function weekday(n: number, how: "short" | "long" = "short"): string {
  return day(`2024-01-0${n}`, { weekday: how }); // the first of January 2024 was a Monday
}

export const hour = (n: number): string => `${String(n).padStart(2, "0")}:00`;
