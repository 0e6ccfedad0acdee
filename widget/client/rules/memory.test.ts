// What a visitor was shown is remembered, or nothing is shown: a rule that fits everywhere still comes once.

import { describe, expect, it } from "vitest";
import { keep, note, remember } from "./memory.ts";
import type { Remembered, Storage } from "./memory.ts";

const HOUR = 3_600_000;
const NOW = 1_800_000_000_000;

function storage(text: string | null = null): Storage {
  let kept = text;
  return { get: () => kept, set: (_, value) => ((kept = value), true) };
}

describe("remembering", () => {
  it("counts visits, which end after half an hour of nothing", () => {
    const store = storage();
    const visits = [0, 60_000, 31 * 60_000, 2 * HOUR].map((ms) => remember(store, NOW + ms)?.visits);
    expect(visits).toEqual([1, 1, 1, 2]);
  });

  it("knows what was shown, in this visit and this week", () => {
    const store = storage();
    note(store, remember(store, NOW) as Remembered, "a", true);
    expect(remember(store, NOW + 1)).toMatchObject({ shown: { a: NOW }, visit: ["a"], week: [NOW] });
    expect(remember(store, NOW + 2 * HOUR)).toMatchObject({ shown: { a: NOW }, visit: [], week: [NOW] });
    expect(remember(store, NOW + 8 * 24 * HOUR)).toMatchObject({ shown: { a: NOW }, visit: [], week: [] });
  });

  it("does not count what rescued somebody", () => {
    const store = storage();
    note(store, remember(store, NOW) as Remembered, "a", false);
    expect(remember(store, NOW)).toMatchObject({ week: [], shown: { a: NOW } });
  });

  it("is nothing where nothing can be kept", () => {
    expect(remember({ get: () => null, set: () => false }, NOW)).toBeNull();
  });

  it.each(["", "null", "7", "[]", '{"visit":1}', '{"visit":[],"week":[],"shown":null}', '{"visit":[],"week":[],"shown":{},"visits":"x"}'])(
    "takes %s for a first visit",
    (text) => expect(remember(storage(text), NOW)).toMatchObject({ visits: 1, visit: [], week: [] }),
  );

  it("forgets the longest gone", () => {
    const store = storage();
    const shown = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`r${at}`, at]));
    keep(store, { shown, visit: [], week: [], refused: false, visits: 1, at: NOW });
    note(store, remember(store, NOW) as Remembered, "new", true);
    const kept = Object.keys(remember(store, NOW)?.shown ?? {});
    expect(kept).toHaveLength(100);
    expect(kept).toContain("new");
    expect(kept).not.toContain("r0");
  });
});
