// When somebody is back: in the visitor's own time and language, and beside it where they are.

import type { HoursShape } from "#wire";
import { locale, t } from "../../../../chat/client/t.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The next moment that somebody is back; nothing while it is open, and where it opens no more. */
export function opening({ open, changes }: HoursShape, now = Date.now()): number | null {
  const ahead = changes.map((at) => Date.parse(at)).filter((at) => at > now);
  return (open ? null : ahead[0]) ?? null;
}

/** "Back tomorrow at 10:00, your time", and "09:00 in Lisbon, in 11 hours". `own` is the visitor's zone. */
export function backAt(at: number, zone: string, now = Date.now(), own?: string): [string, string] {
  const mine = clockIn(at, own);
  const theirs = clockIn(at, zone);
  const far = dayIn(at, own) !== dayIn(at, zone) || mine !== theirs;
  const sentence = back(at, mine, now, own);
  const span = spanUntil(at - now);
  const city = (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  return far ? [t("{sentence}, your time", { sentence }), t("{time} in {city}, {span}", { time: theirs, city, span })] : [sentence, span];
}

function back(at: number, time: string, now: number, own?: string): string {
  const [day, today] = [dayIn(at, own), dayIn(now, own)];
  if (day === today) return t("Back today at {time}", { time });
  if (day === dayIn(now + DAY_MS, own)) return t("Back tomorrow at {time}", { time });
  const near = at - now < 6 * DAY_MS;
  const name = spell(at, near ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" }, own);
  return t("Back on {day} at {time}", { day: name, time });
}

function spell(at: number, options: Intl.DateTimeFormatOptions, zone?: string): string {
  return new Intl.DateTimeFormat(locale(), zone ? { ...options, timeZone: zone } : options).format(at);
}

const clockIn = (at: number, zone?: string): string => spell(at, { hour: "2-digit", minute: "2-digit" }, zone);
const dayIn = (at: number, zone?: string): string => spell(at, { year: "numeric", month: "numeric", day: "numeric" }, zone);

/** "in 11 hours", as the reader's language says it. */
function spanUntil(ms: number): string {
  const words = new Intl.RelativeTimeFormat(locale());
  if (ms < HOUR_MS) return words.format(Math.max(1, Math.round(ms / MINUTE_MS)), "minute");
  return ms < 2 * DAY_MS ? words.format(Math.round(ms / HOUR_MS), "hour") : words.format(Math.round(ms / DAY_MS), "day");
}
