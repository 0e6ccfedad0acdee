/** How the panel names people and spells numbers and moments: "Visitor 8c1f", "6 min", "Tue". */

import { t, locale } from "../../chat/client/t.ts";
import { clock, date, sameDay, since } from "../../chat/client/time.ts";

interface Named {
  id: string;
  name: string;
  email?: string;
}

/** In the reader's digits: "2,000". */
export const number = (n: number): string => new Intl.NumberFormat(locale()).format(n);

/** A visitor's name, else their address, else "Visitor" with the first letters of their id. */
export function nameOf(visitor: Named): string {
  return visitor.name || visitor.email || t("Visitor {id}", { id: visitor.id.slice(0, 4) });
}

/** How somebody is called in the middle of a sentence: the first name. */
export function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}

/** How a visitor is called in the middle of a sentence; one without a name keeps their letters. */
export function calledName(visitor: Named): string {
  return visitor.name ? firstName(visitor.name) : nameOf(visitor);
}

/** One or two letters for an avatar; a nameless visitor is a V. */
export function initialsOf(named: Named): string {
  if (!named.name && !named.email) return t("V");
  const words = nameOf(named).trim().split(/\s+/u);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase(locale());
}

const HUES = 6;

/** Which of the avatar's colours (1 to 6) belongs to an id; the same everywhere and always. */
export function hueOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return (hash % HUES) + 1;
}

const MINUTE_MS = 60_000;
const WEEK_MS = 6 * 24 * 60 * MINUTE_MS; // beyond it a weekday would be taken for this week's

/** How long since a moment, with seconds under a minute: "40 s", "6 min". */
export function elapsed(moment: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(moment));
  if (ms >= MINUTE_MS) return since(moment, now);
  const seconds = Math.max(1, Math.floor(ms / 1000));
  return t("{n} s", { n: seconds < 10 ? seconds : Math.floor(seconds / 10) * 10 });
}

/** A moment in the list: the clock today, the weekday within a week, else the date. */
export function shortTime(moment: string, now: number): string {
  if (sameDay(moment, now)) return clock(moment);
  if (now - Date.parse(moment) > WEEK_MS) return date(moment, now);
  return new Intl.DateTimeFormat(locale(), { weekday: "short" }).format(new Date(moment));
}

/** The path of a page's address, for a narrow line; the whole address when it cannot be read. */
export function pathIn(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
