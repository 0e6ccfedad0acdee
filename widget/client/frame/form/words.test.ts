/// <reference types="vite/client" />
// Every sentence of a form stands in every catalogue of its own, unless the chat's own has it.

import { describe, expect, it } from "vitest";
import { words as chatsArabic } from "../words/ar.ts";
import { words as chatsGerman } from "../words/de.ts";
import { words as arabic } from "./words/ar.ts";
import { words as german } from "./words/de.ts";

const sources = import.meta.glob<string>(["./*.{ts,tsx}", "!./*.test.*"], { query: "?raw", import: "default", eager: true });
const said = Object.values(sources).flatMap((source) => [...source.matchAll(/\bt\("([^"]+)"/g)].map(([, sentence]) => sentence as string));
const holes = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

describe.each([
  ["German", german, chatsGerman],
  ["Arabic", arabic, chatsArabic],
])("%s", (_, catalogue, chats) => {
  it("has every sentence that the chat has not, and no other", () => {
    const own = new Set(said.filter((sentence) => !(sentence in chats)));
    expect(own.size).toBeGreaterThan(15);
    expect(Object.keys(catalogue).sort()).toEqual([...own].sort());
  });

  it("keeps the holes", () => {
    for (const [english, translation] of Object.entries(catalogue)) expect(holes(String(translation)), english).toEqual(holes(english));
  });
});
