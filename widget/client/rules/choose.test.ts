// Which rule is shown: every fact, the caps over all rules, silence while chatting, and patterns that would hang a regular expression.

import { describe, expect, it } from "vitest";
import type { CarriedRule } from "#wire";
import { choose, obstacle, waitOf } from "./choose.ts";
import type { Caps, Memory } from "./choose.ts";
import { clockIn, HOLDS, like, matches } from "./facts.ts";
import type { FactName, Facts, LiveFacts } from "./facts.ts";

const live: LiveFacts = { team: "here", country: "pt", fits: [], tags: ["pre-sale"], chatting: false, since: null, ended: false };
const AT = new Date("2027-03-10T14:30:00Z"); // a Wednesday
const facts: Facts = {
  page: "https://shop.example/dinner-sets/ash-16?size=9",
  referrer: "https://www.search.example/?q=plates",
  seconds: 45,
  scroll: 60,
  exit: false,
  opened: false,
  events: ["checkout"],
  visits: 3,
  at: AT,
  zone: "UTC",
  language: "pt-BR",
  device: "phone",
  attributes: { basket: 2, plan: "pro" },
  open: false,
  agreed: true,
  live,
};
const caps: Caps = { a_visit: 1, a_week: 3 };
const none: Memory = { shown: {}, visit: [], week: [], refused: false };
const rule = (id: string, c: CarriedRule["c"] = [], more: Partial<CarriedRule> = {}): CarriedRule => ({ id, text: id, c, ...more });

const MINUTE = 60_000;

describe("each fact", () => {
  it.each<[FactName, string, unknown, Partial<Facts>, boolean]>([
    ["page", "is", "/dinner-sets/*", {}, true],
    ["page", "not", "/dinner-sets/*", {}, false],
    ["page", "is", "/dinner-sets", {}, false],
    ["referrer", "is", "*.search.example/*", {}, true],
    ["referrer", "is", "*.search.example/*", { referrer: "" }, false],
    ["seconds", "least", 45, {}, true],
    ["seconds", "least", 46, {}, false],
    ["scroll", "least", 61, {}, false],
    ["exit", "is", null, { exit: true }, true],
    ["opened", "is", null, {}, false],
    ["unanswered", "least", 3, { live: { ...live, since: AT.getTime() - 3 * MINUTE } }, true],
    ["unanswered", "least", 3, { live: { ...live, since: AT.getTime() - 2 * MINUTE } }, false],
    ["unanswered", "least", 3, {}, false],
    ["event", "is", "checkout", {}, true],
    ["event", "is", "trial", {}, false],
    ["visits", "most", 1, { visits: 1 }, true],
    ["visits", "most", 1, {}, false],
    ["visits", "least", 3, {}, true],
    ["dates", "is", { from: "2027-03-10", to: "" }, {}, true],
    ["dates", "is", { from: "", to: "2027-03-09" }, {}, false],
    ["hours", "daily", { from: "09:00", to: "14:30" }, {}, false],
    ["hours", "daily", { from: "14:30", to: "17:00" }, {}, true],
    ["hours", "weekend", { from: "09:00", to: "17:00" }, {}, false],
    ["hours", "weekdays", { from: "22:00", to: "15:00" }, {}, true],
    ["country", "is", ["pt", "es"], {}, true],
    ["country", "not", ["pt"], { live: { ...live, country: null } }, false],
    ["language", "is", ["pt"], {}, true],
    ["language", "is", ["pt-pt"], {}, false],
    ["language", "not", ["p"], {}, true],
    ["device", "not", "computer", {}, true],
    ["tag", "is", "pre-sale", {}, true],
    ["tag", "not", "pre-sale", {}, false],
    ["team", "is", "away", {}, false],
    ["attribute", "least", { name: "basket", value: "2" }, {}, true],
    ["attribute", "is", { name: "plan", value: "free" }, {}, false],
    ["attribute", "not", { name: "never said", value: "x" }, {}, true],
    ["attribute", "least", { name: "plan", value: "2" }, {}, false],
    ["attribute", "is", { name: "constructor", value: "2" }, {}, false],
  ])("%s %s %j", (fact, how, value, change, holds) => {
    expect(HOLDS[fact](how, value as never, { ...facts, ...change })).toBe(holds);
  });
});

describe("patterns", () => {
  it.each([
    ["/", "https://shop.example", true],
    ["/basket", "https://shop.example/basket/", true],
    ["/basket/", "https://shop.example/basket?step=2", true],
    ["/sets/*", "https://shop.example/sets", true],
    ["/sets/*", "https://shop.example/setsquare", false],
    ["/*-sale*", "https://shop.example/spring-sale/plates", true],
    ["/search?q=*", "https://shop.example/search?q=bowl", true],
    ["/köln", "https://shop.example/k%C3%B6ln", true],
    ["shop.example/basket", "https://shop.example/basket", true],
    ["*.example/basket", "https://elsewhere.test/basket", false],
    ["/%E0%A4%A", "https://shop.example/%E0%A4%A", true],
    ["/(a+)+$", "https://shop.example/aaaa", false],
    ["/*", "no address", false],
  ])("%s on %s", (pattern, address, fits) => expect(matches(pattern, address)).toBe(fits));

  it("cannot be made slow", () => {
    // With a regular expression this would still run tomorrow.
    expect(like(`/${"a*".repeat(100)}b`, `/${"a".repeat(100_000)}`)).toBe(false);
  });
});

describe("the clock of the project", () => {
  it.each([
    // Lisbon goes to summer time on 28 March 2027 at 01:00: 01:59 is never there.
    ["Europe/Lisbon", "2027-03-28T00:59:00Z", { date: "2027-03-28", time: "00:59", weekday: 0 }],
    ["Europe/Lisbon", "2027-03-28T01:00:00Z", { date: "2027-03-28", time: "02:00", weekday: 0 }],
    ["Asia/Kathmandu", "2027-03-27T18:20:00Z", { date: "2027-03-28", time: "00:05", weekday: 0 }],
    ["No/Where", "2027-03-27T18:20:00Z", { date: "2027-03-27", time: "18:20", weekday: 6 }],
  ])("%s at %s", (zone, at, clock) => expect(clockIn(zone, new Date(at))).toEqual(clock));

  it.each([
    // On 31 October 2027 the clock shows 01:30 twice: both are before 02:00.
    ["22:00", "02:00", "2027-10-31T00:30:00Z", true],
    ["22:00", "02:00", "2027-10-31T01:30:00Z", true],
    ["22:00", "02:00", "2027-10-31T02:00:00Z", false],
    // On 28 March there is no 01:30.
    ["00:30", "01:30", "2027-03-28T00:59:59Z", true],
    ["00:30", "01:30", "2027-03-28T01:00:00Z", false],
    ["01:30", "03:00", "2027-03-28T01:00:00Z", true],
    ["23:00", "02:30", "2027-03-28T01:29:00Z", true],
    ["23:00", "02:30", "2027-03-28T01:30:00Z", false],
  ])("from %s to %s in Lisbon, at %s", (from, to, at, holds) => {
    const then = { ...facts, zone: "Europe/Lisbon", at: new Date(at) };
    expect(HOLDS.hours("daily", { from, to } as never, then)).toBe(holds);
  });

  it("counts what began before midnight to its own day", () => {
    const saturday = { ...facts, at: new Date("2027-03-13T01:00:00Z") };
    expect(HOLDS.hours("weekdays", { from: "22:00", to: "02:00" } as never, saturday)).toBe(true);
    expect(HOLDS.hours("weekend", { from: "22:00", to: "02:00" } as never, saturday)).toBe(false);
  });
});

describe("which one", () => {
  it("is the first that fits, from the top", () => {
    const rules = [rule("other page", [["page", "is", "/basket"]]), rule("fits", [["seconds", "least", 40]]), rule("fits too")];
    expect(choose(rules, facts, none, caps)?.id).toBe("fits");
  });

  it.each<[string, Partial<Facts>, Partial<Memory>, Partial<CarriedRule>, string | null]>([
    ["nothing against it", {}, {}, {}, null],
    ["seen before", {}, { shown: { a: 1 } }, {}, "seen"],
    ["seen in another visit", {}, { shown: { a: 1 } }, { visit: true }, null],
    ["seen in this visit", {}, { visit: ["a"] }, { visit: true }, "seen"],
    ["another one in this visit", {}, { visit: ["b"] }, {}, "a_visit"],
    ["three this week", {}, { week: [1, 2, 3] }, {}, "a_week"],
    ["none wanted", {}, { refused: true }, {}, "refused"],
    ["a chat is going on", { live: { ...live, chatting: true } }, {}, {}, "chatting"],
    ["the chat is open", { open: true }, {}, {}, "chatting"],
    ["the chat is open, and that is what it waits for", { open: true, opened: true }, {}, { c: [["opened", "is", null]] }, null],
    ["they have not agreed", { agreed: false }, {}, { c: [["seconds", "least", 1]] }, "consent"],
    ["they have not agreed, and it looks at what is known of them", { agreed: false, opened: true, open: true }, {}, { c: [["opened", "is", null], ["visits", "most", 9]] }, "consent"],
    ["they have not agreed, and nobody is told its conditions", { agreed: false, opened: true, open: true }, {}, { p: true, c: [["opened", "is", null]] }, "private"],
    ["they have opened the chat, and it needs nothing else", { agreed: false, opened: true, open: true }, {}, { c: [["opened", "is", null], ["device", "is", "phone"]] }, null],
    ["no chat can begin", { live: { ...live, ended: true } }, {}, {}, "ended"],
    ["private conditions do not hold", {}, {}, { p: true }, "private"],
    ["private conditions hold", { live: { ...live, fits: ["a"] } }, {}, { p: true }, null],
    ["nobody is here", { live: { ...live, team: "away" } }, {}, { c: [["team", "is", "here"]] }, "team"],
    ["nobody knows yet who is here", { live: null }, {}, { c: [["team", "is", "here"]], p: true }, null],
    ["a fact of tomorrow's", {}, {}, { c: [["moon", "is", "full"]] }, "moon"],
  ])("%s", (_, change, memory, more, why) => {
    const found = obstacle(rule("a", [], more), { ...facts, ...change }, { ...none, ...memory }, caps);
    expect(Array.isArray(found) ? found[0] : found).toBe(why);
  });

  it("rescues who waits beyond every cap, also while the chat is open", () => {
    const waits = { ...facts, open: true, live: { ...live, chatting: true, since: AT.getTime() - 5 * MINUTE } };
    expect(obstacle(rule("a", [["unanswered", "least", 3]]), waits, { ...none, visit: ["b"], week: [1, 2, 3] }, caps)).toBeNull();
  });

  it("knows how long one has to stay", () => {
    expect(waitOf(rule("a", [["seconds", "least", 40], ["scroll", "least", 50]]))).toBe(40);
    expect(waitOf(rule("a"))).toBe(0);
  });
});
