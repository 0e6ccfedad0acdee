// Several tabs look at conversations over one connection: the server hears when the last one looks away.

import { beforeEach, expect, it } from "vitest";
import { HERE, Watching } from "./watching.ts";

let watching: Watching;
const watch = (conversation: string, tab: number) => watching.passes({ type: "watch", conversation }, tab);
const unwatch = (conversation: string, tab: number) => watching.passes({ type: "unwatch", conversation }, tab);

beforeEach(() => {
  watching = new Watching();
});

it("tells of the last look only", () => {
  expect([watch("a", HERE), watch("a", 1), watch("b", 2)]).toEqual([true, true, true]);
  expect(unwatch("a", HERE)).toBe(false);
  expect(unwatch("b", 2)).toBe(true);
  expect(unwatch("a", 1)).toBe(true);
});

it("counts a tab that looks elsewhere there, not here", () => {
  watch("a", 1);
  watch("b", 1);
  watch("a", HERE);
  expect(unwatch("a", HERE)).toBe(true);
});

it("begins anew with the connection, and lets other frames pass", () => {
  watch("a", 1);
  watching.clear();
  watch("a", HERE);
  expect(unwatch("a", HERE)).toBe(true);
  expect(watching.passes({ type: "typing", conversation: "a" }, 1)).toBe(true);
});
