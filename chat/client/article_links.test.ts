import { describe, expect, it } from "vitest";
import { articlesIn, slugOf } from "./article_links.ts";
import { partsOf } from "./text.ts";

const ROOT = "https://chat.example/help/shop/";

describe("an address", () => {
  it.each([
    [`${ROOT}delivery-times/`, "delivery-times"],
    [`${ROOT}de/delivery-times/#by-post`, "delivery-times"],
    [`${ROOT}delivery-times/?answer=yes`, "delivery-times"],
    [ROOT, null],
    [`${ROOT}de/`, null],
    [`${ROOT}topics/care/`, null],
    ["https://chat.example/help/shopping/delivery/", null],
    ["https://evil.example/help/shop/delivery/", null],
  ])("%s", (href, slug) => expect(slugOf(href, ROOT)).toBe(slug));

  it("of a project without a help centre", () => expect(slugOf("https://chat.example/", "")).toBeNull());
});

describe("a message", () => {
  const parts = (text: string) => articlesIn(partsOf(text), ROOT);
  const card = { slug: "delivery", href: `${ROOT}delivery/`, line: "Delivery" };

  it("with an article as the panel puts it in", () => {
    expect(parts(`Here:\n\nDelivery\n${ROOT}delivery/\n\nBye`)).toEqual(["Here:", card, "Bye"]);
  });

  it("that is nothing else", () => expect(parts(`Delivery\n${ROOT}delivery/`)).toEqual([card]));

  it("that names it inside a sentence", () => {
    expect(parts(`See ${ROOT}delivery/ and write`)).toEqual(["See ", { ...card, line: "" }, " and write"]);
  });

  it("with two", () => {
    const other = { slug: "returns", href: `${ROOT}returns/`, line: "Returns" };
    expect(parts(`Delivery\n${ROOT}delivery/\nReturns\n${ROOT}returns/`)).toEqual([card, other]);
  });

  it("with a link to anywhere else keeps every letter", () => {
    const text = "Look:\nhttps://acme.example/a\nand\n";
    expect(parts(text).map((part) => (typeof part === "string" ? part : "text" in part ? part.text : "?")).join("")).toBe(text);
  });
});
