// Canned replies: what is asked for, what fits, what stands in the holes.

import { describe, expect, it } from "vitest";
import { askedIn, filled, fitting } from "./canned.ts";

const reply = (shortcut: string, used = 0, text = "Words") => ({ id: shortcut, shortcut, text, own: false, used, used_at: null });

describe("canned replies", () => {
  it.each([
    ["/", ""],
    ["/ship", "ship"],
    ["/ship fr", null],
    ["and/or", null],
    ["", null],
  ])("%s asks for %s", (text, query) => expect(askedIn(text)).toBe(query));

  it("orders by shortcut, then by use", () => {
    const all = [reply("late", 9, "we ship late"), reply("ship-fr", 1), reply("reship", 5), reply("ship-de", 3)];
    expect(fitting(all, "SHIP").map((each) => each.shortcut)).toEqual(["ship-de", "ship-fr", "reship", "late"]);
    expect(fitting(all, "nothing")).toEqual([]);
  });

  it.each([
    ["Hi {{visitor.first_name|there}}", "Hi there"],
    ["{{ operator.name }} of {{project.name}}", "Ines of Fernhill"],
    ["{{unknown}}{ {operator.name} }", "{ {operator.name} }"],
  ])("%s", (text, words) => expect(filled(text, { "operator.name": "Ines", "project.name": "Fernhill", "visitor.first_name": "" })).toBe(words));
});
