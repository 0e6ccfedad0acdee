// `@Name` in a note.

import { describe, expect, it } from "vitest";
import { piecesOf } from "./mentions.ts";

const people = [
  { id: "i", name: "Ines Duarte" },
  { id: "m", name: "Marek" },
  { id: "a1", name: "Ana Lima" },
  { id: "a2", name: "Ana Reis" },
];

describe("mentions", () => {
  it.each([
    ["@Ines the courier is back", ["i"]],
    ["ask @ines duarte and @MAREK, both", ["i", "m"]],
    ["@Inesa, mail@Marek.example, @", []],
    ["@Ana or @Ana Reis?", ["a2"]],
    ["", []],
  ])("%s", (text, named) => {
    const pieces = piecesOf(text, people);
    expect(pieces.map((each) => each.text).join("")).toBe(text);
    expect(pieces.flatMap(({ of }) => (of ? [of] : []))).toEqual(named);
  });
});
