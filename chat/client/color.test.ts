import { describe, expect, test } from "vitest";
import { contrast, ground, isColor } from "./color.ts";

describe("a customer's colour", () => {
  test("the scale has its two ends", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#2D4A9A", "#ffffff")).toBeCloseTo(8.2, 1);
  });

  test("stays as it is where white text reads well on it", () => {
    expect(ground("#2D4A9A")).toEqual(["#2D4A9A", "#ffffff"]);
  });

  test("carries dark text where it is light", () => {
    expect(ground("#F2CD6F")[1]).toBe("#0E1C1F");
  });

  test("ends up readable whatever it is", () => {
    for (let grey = 0; grey < 256; grey += 1) {
      const pair = grey.toString(16).padStart(2, "0");
      expect(contrast(...ground(`#${pair}${pair}${pair}`))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(...ground(`#${pair}40c0`))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(["", "#12345", "blue", "#gggggg", null])("%j is no colour", (value) => {
    expect(isColor(value)).toBe(false);
  });
});
