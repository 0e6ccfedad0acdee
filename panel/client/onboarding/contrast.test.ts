import { describe, expect, test } from "vitest";
import { ENOUGH, luminance, readingOn } from "./contrast.ts";

describe("contrast", () => {
  test("knows the ends of the scale", () => {
    expect(luminance("#ffffff")).toBeCloseTo(1);
    expect(luminance("#000000")).toBe(0);
    expect(readingOn("#000000")?.ratio).toBeCloseTo(21);
  });

  test("puts white text on dark colours and black on light ones", () => {
    expect(readingOn("#2D4A9A")).toMatchObject({ text: "white" });
    expect(readingOn("#2D4A9A")?.ratio).toBeCloseTo(8.2, 1);
    expect(readingOn("#F2CD6F")).toMatchObject({ text: "black" });
  });

  test("always finds text that reads well enough", () => {
    for (let grey = 0; grey < 256; grey += 1) {
      const pair = grey.toString(16).padStart(2, "0");
      expect(readingOn(`#${pair}${pair}${pair}`)?.ratio).toBeGreaterThanOrEqual(ENOUGH);
    }
  });

  test.each(["", "#12345", "blue", "#gggggg"])("%j is no colour", (colour) => {
    expect(readingOn(colour)).toBeNull();
  });
});
