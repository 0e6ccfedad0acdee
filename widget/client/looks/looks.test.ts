// What the looks do on a page: shown where they should be, opened by the page's own elements, and the chat as a part of the page.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Begun } from "../loader/begun.ts";
import { start } from "./index.ts";
import type { PageLooks } from "./index.ts";

const run = vi.fn();
let launcher: Begun;

function dress(looks: Partial<PageLooks>): void {
  const all = { src: "", only: [], never: [], opener: "", inline: "", ...looks };
  launcher.config = { looks: all } as unknown as Begun["config"];
  start(launcher);
}

beforeEach(() => {
  run.mockClear();
  history.replaceState({}, "", "/");
  const host = document.createElement("parley-chat");
  launcher = { host, say: run, frame: document.createElement("iframe") } as unknown as Begun;
  document.documentElement.append(host);
});

afterEach(() => {
  launcher.told?.(["destroy"]);
  launcher.host.remove();
  document.body.replaceChildren();
});

describe("pages", () => {
  it("decide whether it is shown, also when one walks on without a load", async () => {
    dress({ never: ["/cart"] });
    expect(launcher.host.hasAttribute("on")).toBe(true);
    history.pushState({}, "", "/cart");
    await vi.waitFor(() => expect(launcher.host.hasAttribute("on")).toBe(false));
  });
});

describe("the page's own elements", () => {
  const button = document.createElement("a");
  button.href = "#chat";
  button.append(document.createElement("b"));

  it("open it, with what stands in them", () => {
    document.body.append(button);
    dress({ opener: "a[href='#chat']" });
    button.querySelector("b")?.click();
    expect(run).toHaveBeenCalledWith("open");
    run.mockClear();
    launcher.told?.(["destroy"]);
    button.click();
    expect(run).not.toHaveBeenCalledWith("open");
  });

  it("are left alone when the selector is none", () => {
    document.body.append(button);
    dress({ opener: "a[[" });
    button.click();
    expect(run).not.toHaveBeenCalledWith("open");
  });
});

describe("inside the page", () => {
  it("stands where the page has a place, and goes with it", async () => {
    const place = document.createElement("div");
    place.id = "chat";
    dress({ inline: "#chat" });
    expect(run).not.toHaveBeenCalledWith("open");
    document.body.append(place);
    history.pushState({}, "", "/contact");
    await vi.waitFor(() => expect(launcher.host.parentElement).toBe(place));
    expect([launcher.host.hasAttribute("inline"), launcher.frame.name]).toEqual([true, "inline"]);
    expect(run).toHaveBeenCalledWith("open");
    place.remove();
    history.pushState({}, "", "/");
    await vi.waitFor(() => expect(launcher.host.parentElement).toBe(document.documentElement));
    expect(launcher.host.hasAttribute("inline")).toBe(false);
    expect(run).toHaveBeenCalledWith("close");
  });
});
