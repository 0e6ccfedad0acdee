/// <reference types="vite/client" />
// Every sentence in the panel's code stands in its German catalogue, with the same holes, and none for nothing.

import { expect, it } from "vitest";
import type { Catalogue } from "../../../chat/client/t.ts";
import { words } from "./de.ts";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "../../../chat/client/time.ts", "../../../chat/client/files/*.{ts,tsx}", "!../**/*.test.{ts,tsx}", "!./**"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const parts = import.meta.glob<Record<string, Catalogue>>("./de/*.ts", { eager: true });

const said = new Set<string>();
for (const source of Object.values(sources)) {
  for (const [, sentence] of source.matchAll(/\bt\(\s*"([^"]+)"/g)) said.add(sentence as string);
  for (const [, sentence] of source.matchAll(/\btn\(\s*"[^"]+",\s*"([^"]+)"/g)) said.add(sentence as string);
}

const holes = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

it("has every sentence, and no other", () => {
  expect(said.size).toBeGreaterThan(300);
  expect(Object.keys(words).sort()).toEqual([...said].sort());
});

it("has the same for a sentence in each of its files", () => {
  const all = Object.values(parts).flatMap((part) => Object.values(part).flatMap((catalogue) => Object.entries(catalogue)));
  expect(new Set(all.map(([sentence]) => sentence))).toEqual(new Set(Object.keys(words)));
  for (const [sentence, translation] of all) expect(translation, sentence).toEqual(words[sentence]);
});

it("keeps the holes", () => {
  for (const [english, translation] of Object.entries(words))
    for (const form of typeof translation === "string" ? [translation] : Object.values(translation))
      if (typeof translation === "string" || form.includes("{")) expect(holes(form), english).toEqual(holes(english));
});
