// When a conversation comes back, from a few words.

import { describe, expect, it } from "vitest";
import { daysOf, usualMoments, whenOf } from "./when.ts";

const NOW = new Date(2026, 10, 22, 15, 8); // a Sunday

const read = (words: string): string | null => {
  const at = whenOf(words, NOW, daysOf("de"));
  return at && new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

describe("words for a moment", () => {
  it.each([
    ["fri 10", "2026-11-27T10:00"],
    ["friday", "2026-11-27T09:00"],
    ["Freitag 10:30", "2026-11-27T10:30"],
    ["sun", "2026-11-29T09:00"],
    ["sun 16", "2026-11-22T16:00"],
    ["tomorrow 8pm", "2026-11-23T20:00"],
    ["16:00", "2026-11-22T16:00"],
    ["9", "2026-11-23T09:00"],
    ["3h", "2026-11-22T18:08"],
    ["2 d", "2026-11-24T15:08"],
    ["2026-12-01 14", "2026-12-01T14:00"],
  ])("%s", (words, moment) => expect(read(words)).toBe(moment));

  it.each(["", "x", "f", "soon", "fri 25", "0h", "2020-01-01", "2099-01-01", "10:75", "fri later"])("%s is none", (words) =>
    expect(read(words)).toBeNull(),
  );

  it("offers what is to come", () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const now = new Date(2026, 10, 22, hour, 30);
      expect(usualMoments(now).every(({ at }) => at > now)).toBe(true);
    }
  });
});
