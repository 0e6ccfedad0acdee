// What somebody wrote becomes text and links, and never other markup.

import { render } from "preact";
import { describe, expect, it } from "vitest";
import { RichText } from "./rich_text.tsx";

function drawn(text: string): HTMLElement {
  const box = document.createElement("p");
  render(<RichText text={text} />, box);
  return box;
}

describe("RichText", () => {
  it("shows tags as they were written", () => {
    const box = drawn('<img src=x onerror="alert(1)"> & <b>bold</b>');
    expect(box.children).toHaveLength(0);
    expect(box.textContent).toBe('<img src=x onerror="alert(1)"> & <b>bold</b>');
  });

  it("links http, https and mail, without giving the panel away", () => {
    const [link] = drawn("see https://acme.example/a?b=1.").querySelectorAll("a");
    expect(link?.getAttribute("href")).toBe("https://acme.example/a?b=1");
    expect(link?.rel).toBe("noopener nofollow ugc");
    expect(link?.target).toBe("_blank");
  });

  it("links nothing else", () => {
    for (const text of [["javascript", "alert(1)"].join(":"), "data:text/html,x", "https://bank.example@evil.example"])
      expect(drawn(text).querySelector("a[href^='javascript'], a[href^='data'], a[href*='evil']")).toBeNull();
  });
});
