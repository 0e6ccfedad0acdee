// A picture's place: its own size where that fits, else as large as the room allows, always of its shape.

import { expect, it } from "vitest";
import { placeOf } from "./place.ts";

it.each([
  ["wide", 800, 500, "220px", "800 / 500"],
  ["high", 300, 600, "120px", "300 / 600"],
  ["small", 16, 16, "16px", "16 / 16"],
  ["a line", 5, 9000, "1px", "5 / 9000"],
  ["unknown", null, null, "1px", "1 / 1"],
])("%s", (_, width, height, inlineSize, aspectRatio) => expect(placeOf({ width, height }, 220, 240)).toEqual({ inlineSize, aspectRatio }));
