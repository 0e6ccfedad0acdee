// Links in plain text: what becomes one, what never does, and that no character is lost.

import { describe, expect, it } from "vitest";
import { hrefOf, partsOf } from "./text.ts";
import type { Link } from "./text.ts";

const linksOf = (text: string): Link[] => partsOf(text).filter((part) => typeof part !== "string");
const whole = (text: string): string => partsOf(text).map((part) => (typeof part === "string" ? part : part.text)).join("");

describe("links", () => {
  it.each([
    ["see https://example.com/a?b=1.", "https://example.com/a?b=1", "https://example.com/a?b=1"],
    ["(https://example.com/a_(b))", "https://example.com/a_(b)", "https://example.com/a_(b)"],
    ["www.example.com, yes", "www.example.com", "https://www.example.com/"],
    ["write to ines@fernhill.example!", "ines@fernhill.example", "mailto:ines@fernhill.example"],
    ["“https://example.com”", "https://example.com", "https://example.com/"],
    ["HTTPS://EXAMPLE.COM/Path", "HTTPS://EXAMPLE.COM/Path", "https://example.com/Path"],
  ])("%s", (text, shown, href) => {
    expect(linksOf(text)).toEqual([{ text: shown, href }]);
  });
});

describe("never a link", () => {
  it.each([
    ["java", "script:alert(1)"].join(""),
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "https://bank.example@evil.example/",
    "https://",
    "http://[::1",
    "a@b",
    "1.5",
  ])("%s", (text) => {
    expect(linksOf(text)).toEqual([]);
    expect(partsOf(text)).toEqual([text]);
  });
});

it.each(["<img src=x onerror=alert(1)> https://example.com/<b>", "a\nhttps://x.example\n\nb", "", "  ", "👍 www.x.example 👍"])(
  "loses no character of %j",
  (text) => expect(whole(text)).toBe(text),
);

it("parses before it decides", () => {
  expect(hrefOf("https://exa mple.com")).toBeNull();
  expect(hrefOf("https://example.com/\u202egnp.exe")).toContain("%E2%80%AE");
});

it("is not held up by a message of closing brackets", () => {
  const text = `www.x.example${")".repeat(9_980)}`;
  expect(linksOf(text).map((link) => link.text)).toEqual(["www.x.example"]);
  expect(linksOf("(see www.x.example/a_(b)_(c)).").map((link) => link.text)).toEqual(["www.x.example/a_(b)_(c)"]);
});
