/** When a conversation comes back, from a few words: "fri 10", "3h", "tomorrow". Pure: `now` and the names of days are given. */


const MORNING = 9;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FARTHEST_DAYS = 366;

/** The names of the days as a language has them, Sunday first, in lower case. */
export function daysOf(language: string): string[] {
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
  return Array.from({ length: 7 }, (_, day) => name.format(new Date(Date.UTC(2023, 0, 1 + day))).toLowerCase());
}

/** The moment that the words name, always to come; null where they name none. */
export function whenOf(words: string, now: Date, days: readonly string[]): Date | null {
  const text = words.trim().toLowerCase();
  const span = /^(\d{1,3})\s*(min|m|h|d|w)$/.exec(text);
  if (span) return later(now, Number(span[1]), span[2] ?? "");
  const [day = "", time = ""] = /^\d/.test(text) && !text.includes("-") ? ["", text] : text.split(/\s+(.*)/s);
  const clock = clockOf(time);
  if (time && !clock) return null;
  const date = dateOf(day, now, days);
  if (!date || (!day && !clock)) return null;
  date.setHours(clock?.[0] ?? MORNING, clock?.[1] ?? 0, 0, 0);
  if (date <= now && !day) date.setDate(date.getDate() + 1);
  if (date <= now && /^\p{L}/u.test(day)) date.setDate(date.getDate() + 7);
  return date > now && date.getTime() - now.getTime() < FARTHEST_DAYS * DAY_MS ? date : null;
}

function later(now: Date, n: number, unit: string): Date | null {
  const ms = { min: HOUR_MS / 60, m: HOUR_MS / 60, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS }[unit] ?? 0;
  return n > 0 && n * ms < FARTHEST_DAYS * DAY_MS ? new Date(now.getTime() + n * ms) : null;
}

function clockOf(text: string): [number, number] | null {
  const [, hours, minutes = "0", half] = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?(?:\s*uhr)?$/.exec(text) ?? [];
  if (hours === undefined) return null;
  const hour = half ? (Number(hours) % 12) + (half === "pm" ? 12 : 0) : Number(hours);
  return hour < 24 && Number(minutes) < 60 ? [hour, Number(minutes)] : null;
}

function dateOf(day: string, now: Date, days: readonly string[]): Date | null {
  const today = new Date(now);
  if (!day) return today;
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year) return new Date(Number(year), Number(month) - 1, Number(date));
  if (day.length < 2) return null;
  const english = daysOf("en");
  const wanted = [days, english].map((names) => names.findIndex((name) => name.startsWith(day))).find((place) => place >= 0);
  if (["tomorrow", "morgen"].some((word) => word.startsWith(day) && day.length > 2)) today.setDate(today.getDate() + 1);
  else if (wanted === undefined) return null;
  else today.setDate(today.getDate() + ((wanted - today.getDay() + 7) % 7));
  return today;
}

/** What the menu offers without words: later today while there is a later, tomorrow morning, in a week. */
export function usualMoments(now: Date): { name: "today" | "tomorrow" | "week"; at: Date }[] {
  const at = (days: number, hour: number) => {
    const moment = new Date(now);
    moment.setDate(moment.getDate() + days);
    moment.setHours(hour, 0, 0, 0);
    return moment;
  };
  const evening = at(0, now.getHours() < 14 ? 17 : Math.min(23, now.getHours() + 3));
  const today = evening > now && now.getHours() < 20 ? [{ name: "today" as const, at: evening }] : [];
  return [...today, { name: "tomorrow", at: at(1, MORNING) }, { name: "week", at: at(7, MORNING) }];
}
