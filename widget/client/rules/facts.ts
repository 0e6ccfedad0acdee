// What a rule can depend on, and when each of it holds: the browser's half of `widget/rules/facts.py`. Pure: the simulator uses it too.

import type { ConditionShape } from "#wire";

export type FactName = ConditionShape["fact"];

/** What is known of a visitor on a page at this moment. */
export interface Facts {
  /** Whole addresses. */
  page: string;
  referrer: string;
  seconds: number;
  /** Percent of the page that was seen. */
  scroll: number;
  exit: boolean;
  opened: boolean;
  events: readonly string[];
  visits: number;
  at: Date;
  /** Where the project counts its days and hours. */
  zone: string;
  language: string;
  device: string;
  attributes: Readonly<Record<string, unknown>>;
  /** The chat is open on the page. */
  open: boolean;
  /** Things of them may be kept: they agreed, or nobody asks. */
  agreed: boolean;
  /** What came with `hello`; null until then. */
  live: LiveFacts | null;
}

export interface LiveFacts {
  team: "here" | "away";
  country: string | null;
  /** Of those with private conditions, the rules for which they hold. */
  fits: readonly string[];
  /** Known only to the simulator: browsers are told whether they fit. */
  tags?: readonly string[];
  /** There is an open conversation. */
  chatting: boolean;
  /** When the first word was said that nobody has answered, in ms; null where nobody waits. */
  since: number | null;
  /** No chat can begin here. */
  ended: boolean;
}

type Holds = (how: string, value: never, facts: Facts) => boolean;

export const HOLDS: Record<FactName, Holds> = {
  page: (how, value: string, { page }) => matches(value, page) === (how === "is"),
  referrer: (how, value: string, { referrer }) => matches(value, referrer) === (how === "is"),
  seconds: (_, value: number, { seconds }) => seconds >= value,
  scroll: (_, value: number, { scroll }) => scroll >= value,
  exit: (_, __, { exit }) => exit,
  opened: (_, __, { opened }) => opened,
  unanswered: (_, value: number, { live, at }) => live?.since != null && at.getTime() - live.since >= value * 60_000,
  event: (_, value: string, { events }) => events.includes(value),
  visits: (how, value: number, { visits }) => (how === "least" ? visits >= value : visits <= value),
  dates: (_, { from, to }: Span, { at, zone }) => within(clockIn(zone, at).date, from, to || "9"),
  hours: (how, value: Span, { at, zone }) => inHours(how, value, clockIn(zone, at)),
  country: (how, value: string[], { live }) => !!live?.country && value.includes(live.country) === (how === "is"),
  language: (how, value: string[], { language }) => value.some((one) => speaks(language, one)) === (how === "is"),
  device: (how, value: string, { device }) => (value === device) === (how === "is"),
  tag: (how, value: string, { live }) => !!live?.tags?.includes(value) === (how === "is"),
  team: (_, value: string, { live }) => live?.team === value,
  attribute: (how, { name, value }: { name: string; value: string }, { attributes }) => compares(how, attributes[name], value),
};

/** Facts of which nothing is known before the chat's own page has said hello. */
export const LIVE: ReadonlySet<string> = new Set<FactName>(["country", "tag", "team", "unanswered"]);

interface Span {
  from: string;
  to: string;
}

/** `*` stands for anything. No regular expression: this takes time by the length of both, and never more. */
export function like(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** A path where the pattern begins with `/`, else host and path; the query only where the pattern names one. */
export function matches(pattern: string, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { host, pathname, search } = new URL(address);
  const path = pathname.replace(/\/$/, "");
  const text = (end: string): string => readable((pattern.startsWith("/") ? "" : host) + path + end + (pattern.includes("?") ? search : ""));
  return like(readable(pattern), text("")) || like(readable(pattern), text("/"));
}

/** As people write addresses: `/köln`, not `/k%C3%B6ln`. */
function readable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

const within = (text: string, from: string, to: string): boolean => text >= from && text <= to;

/** `pt` is spoken by who reads `pt-BR`. */
const speaks = (language: string, code: string): boolean => `${language.toLowerCase()}-`.startsWith(`${code}-`);

function compares(how: string, actual: unknown, value: string): boolean {
  if (how === "least") return Number(actual) >= Number(value);
  if (how === "most") return Number(actual) <= Number(value);
  // What was never said is not anything.
  return (String(actual ?? "") === value) === (how === "is");
}

export interface Clock {
  date: string;
  time: string;
  /** 0 is Sunday. */
  weekday: number;
}

/** Date and time of day somewhere, also when its clocks change. */
export function clockIn(zone: string, at: Date): Clock {
  const part = (timeZone: string): Clock => {
    // Swedish dates are written as ISO 8601.
    const [date = "", time = ""] = new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at).split(" ");
    return { date, time, weekday: new Date(`${date}T00:00:00Z`).getUTCDay() };
  };
  try {
    return part(zone);
  } catch {
    return part("UTC"); // a browser that has not heard of this zone
  }
}

function inHours(how: string, { from, to }: Span, { time, weekday }: Clock): boolean {
  const over = from > to;
  if (over ? time < from && time >= to : time < from || time >= to) return false;
  // What began before midnight belongs to the day on which it began.
  const day = over && time < to ? (weekday + 6) % 7 : weekday;
  return how === "daily" || (day % 6 === 0) === (how === "weekend");
}
