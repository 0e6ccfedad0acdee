/// <reference types="vite/client" />
// Every sentence in the chat's code stands in every catalogue, with the same holes, and none stands there for nothing.

import { describe, expect, it } from "vitest";
import { words as arabic } from "./words/ar.ts";
import { words as german } from "./words/de.ts";

const sources = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.test.ts", "!./words/*", "!./form/**", "../../../chat/client/time.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

const said = new Set<string>();
for (const source of Object.values(sources)) {
  for (const [, sentence] of source.matchAll(/\bt\("([^"]+)"/g)) said.add(sentence as string);
  for (const [, sentence] of source.matchAll(/\btn\("[^"]+", "([^"]+)"/g)) said.add(sentence as string);
}

const holes = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

describe.each([
  ["German", german],
  ["Arabic", arabic],
])("%s", (_, catalogue) => {
  it("has every sentence, and no other", () => {
    expect(said.size).toBeGreaterThan(50);
    expect(Object.keys(catalogue).sort()).toEqual([...said].sort());
  });

  it("keeps the holes", () => {
    for (const [english, translation] of Object.entries(catalogue))
      if (typeof translation === "string") expect(holes(translation), english).toEqual(holes(english));
  });
});
