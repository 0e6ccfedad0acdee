/// <reference types="vite/client" />
// Every sentence in the chat's code stands in every catalogue, with the same holes, and none stands there for nothing.
// A part that is loaded on need has catalogues of its own, in a folder `words/` beside its code: for what the chat's have not.

import { describe, expect, it } from "vitest";
import type { Catalogue } from "../../../chat/client/t.ts";

const LANGUAGES = ["ar", "de", "es", "fr", "pl", "pt"];

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "../../../chat/client/time.ts", "../../../chat/client/files/words.ts", "!../**/*.test.{ts,tsx}", "!../**/words/*"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const catalogues = import.meta.glob<Catalogue>("../**/words/*.ts", { import: "words", eager: true });

// From this file's own folder, the chat's: "./form/form.tsx", "../loader/index.ts".
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
const CHAT = "./";
const parts = [...new Set(Object.keys(catalogues).map((path) => folderOf(path).replace(/words\/$/u, "")))];
// What is said about files is shared with the panel.
const partOf = (path: string): string => path.endsWith("/files/words.ts") ? "./files/" : parts.filter((part) => path.startsWith(part)).sort((a, b) => b.length - a.length)[0] ?? CHAT;

const said: Record<string, Set<string>> = {};
for (const [path, source] of Object.entries(sources)) {
  const mine = (said[partOf(path)] ??= new Set());
  for (const [, sentence] of source.matchAll(/\bt\(\s*"([^"]+)"/g)) mine.add(sentence as string);
  for (const [, sentence] of source.matchAll(/\btn\(\s*"[^"]+",\s*"([^"]+)"/g)) mine.add(sentence as string);
}

const wordsOf = (part: string, language: string): Catalogue => catalogues[`${part}words/${language}.ts`] ?? {};
const holes = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

it("looks at the chat and at what it loads on need", () => {
  expect(said[CHAT]?.size).toBeGreaterThan(50);
  expect(parts.length).toBeGreaterThan(1);
});

describe.each(LANGUAGES)("%s", (language) => {
  it.each(parts)("has every sentence of %s, and no other", (part) => {
    const chats = part === CHAT ? {} : wordsOf(CHAT, language);
    const own = [...(said[part] ?? [])].filter((sentence) => !(sentence in chats));
    expect(Object.keys(wordsOf(part, language)).sort()).toEqual(own.sort());
  });

  it.each(parts)("keeps the holes in %s", (part) => {
    for (const [english, translation] of Object.entries(wordsOf(part, language)))
      if (typeof translation === "string") expect(holes(translation), english).toEqual(holes(english));
  });

  it.each(parts)("has every form of each number in %s", (part) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.filter((one) => one !== "many" || ["ar", "pl"].includes(language));
    for (const [english, forms] of Object.entries(wordsOf(part, language)))
      if (typeof forms === "object") expect(Object.keys(forms).sort(), english).toEqual([...categories].sort());
  });
});
