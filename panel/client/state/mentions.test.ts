// `@Name` in a note.

import { describe, expect, it } from "vitest";
import { askedAt, callOf, fittingPeople, piecesOf } from "./mentions.ts";

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

describe("an @ that is being typed", () => {
  it.each([
    ["@", 1, { from: 0, query: "" }],
    ["ask @In please", 7, { from: 4, query: "In" }],
    ["(@ma", 4, { from: 1, query: "ma" }],
    ["mail@ma", 7, null],
    ["@Ines is", 8, null],
    ["@Ines", 0, null],
  ])("%s, at %i", (text, caret, asked) => expect(askedAt(text, caret)).toEqual(asked));

  it("finds people by any part of their name, whoever is here first", () => {
    const here = people.map((each) => ({ ...each, available: each.id === "a2" }));
    expect(fittingPeople(here, "").map(({ id }) => id)).toEqual(["a2", "a1", "i", "m"]);
    expect(fittingPeople(here, "DU").map(({ id }) => id)).toEqual(["i"]);
    expect(fittingPeople(here, "x")).toEqual([]);
  });

  it("becomes a name that means one person alone", () => {
    expect(people.map((each) => callOf(each, people))).toEqual(["@Ines", "@Marek", "@Ana Lima", "@Ana Reis"]);
  });
});
