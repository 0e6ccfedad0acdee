// The loader on a customer's page: what it touches, what it hands over and to whom, and that destroy takes everything back.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Handover, ToFrame, ToLoader } from "../../port.ts";
import type { Begun } from "../begun.ts";
import type { Config } from "../config.ts";
import { showLauncher } from "../launcher.ts";
import { openStore } from "../store.ts";
import { Widget } from "./widget.ts";

const config: Config = {
  key: "shop1",
  origin: "https://chat.example",
  name: "Fernhill",
  color: "#2d4a9a",
  on: "#ffffff",
  live: false,
  words: { open: "Open chat", close: "Close chat", dismiss: "Dismiss" },
  css: "",
};

let widget: Widget;
let begun: Begun;
let posted: { handover: Handover; origin: string; port: MessagePort }[];

const run = (name: string, first?: unknown, second?: unknown): void => widget.run([name, first, second]);
const root = (): ShadowRoot => document.querySelector("parley-chat")?.shadowRoot as ShadowRoot;
const frame = (): HTMLIFrameElement | null => root().querySelector("iframe");
const launcher = (): HTMLButtonElement => [...root().querySelectorAll("button")].at(-1) as HTMLButtonElement;

/** The frame's document is there: what a browser tells the page. */
function loaded(): { handover: Handover; origin: string; port: MessagePort } {
  const element = frame() as HTMLIFrameElement;
  const postMessage = (handover: Handover, origin: string, [port]: [MessagePort]): number => posted.push({ handover, origin, port });
  Object.defineProperty(element, "contentWindow", { configurable: true, value: { postMessage } });
  element.dispatchEvent(new Event("load"));
  return posted.at(-1) as (typeof posted)[number];
}

/** What the loader says to the frame from now on. */
function hearing(port: MessagePort): ToFrame[] {
  const heard: ToFrame[] = [];
  port.onmessage = ({ data }) => heard.push(data as ToFrame);
  return heard;
}

/** Says it from the frame, and waits until a last word has arrived behind it. */
async function say(port: MessagePort, ...messages: (ToLoader | object)[]): Promise<void> {
  for (const message of messages) port.postMessage(message);
  const last = new Promise((resolve) => run("on", "last word", resolve));
  port.postMessage({ t: "event", name: "last word" });
  await last;
}

/** The page as the loader's first part left it, with the frame on its way. */
function show(more: Partial<Begun> = {}): void {
  begun = { config, store: openStore(config.key), agreed: true, waiting: [], compat: "", say: () => undefined, ...showLauncher(config), ...more };
  begun.button.onclick = () => run("toggle");
  begun.button.before(begun.frame);
  widget = new Widget(begun);
}

beforeEach(() => {
  posted = [];
  vi.stubGlobal("CSSStyleSheet", class { replaceSync(): void {} });
  Object.defineProperty(ShadowRoot.prototype, "adoptedStyleSheets", { configurable: true, value: [] });
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  localStorage.clear();
  localStorage.setItem("the page's own", "1");
  show();
});

afterEach(() => {
  widget.end();
  begun.host.remove();
  vi.unstubAllGlobals();
});

describe("the launcher", () => {
  it("opens and closes, named for what it does", () => {
    launcher().click();
    expect(frame()?.hidden).toBe(false);
    expect(launcher().ariaLabel).toBe("Close chat");
    expect(launcher().ariaExpanded).toBe("true");
    run("close");
    expect(frame()?.hidden).toBe(true);
  });
});

describe("the handover", () => {
  it("goes to the frame's exact origin, with what the page kept", () => {
    localStorage.setItem("parley:shop1:token", "t1");
    localStorage.setItem("parley:shop1:out:a", '{"client_id":"a"}');
    localStorage.setItem("parley:other:token", "t2");
    run("open");
    const { handover, origin } = loaded();
    expect(origin).toBe("https://chat.example");
    expect(handover).toMatchObject({ parley: "port", keeps: true, asks: false, token: "t1", pending: ['{"client_id":"a"}'], open: true });
    expect(handover.page.url).toBe(location.href);
  });

  it("says that nothing is kept where storage is blocked", () => {
    vi.stubGlobal("localStorage", { setItem: () => { throw new Error("blocked"); }, getItem: () => { throw new Error("blocked"); }, length: 0 });
    run("open");
    expect(loaded().handover).toMatchObject({ keeps: false, token: null, pending: [] });
  });

  it("gives a frame that loaded anew another port, and listens to the old one no more", async () => {
    run("open");
    const { port: old } = loaded();
    const { port } = loaded();
    old.postMessage({ t: "keep", name: "token", value: "stolen" });
    await say(port);
    expect(localStorage.getItem("parley:shop1:token")).toBeNull();
  });
});

describe("what the frame says", () => {
  it("is kept under the project's prefix only", async () => {
    run("open");
    const { port } = loaded();
    await say(port, { t: "keep", name: "token", value: "t1" }, { t: "keep", name: "out:a", value: "{}" }, { t: "keep", name: "out:a", value: null });
    expect(Object.keys(localStorage).sort()).toEqual(["parley:shop1:token", "the page's own"]);
  });

  it("shows unread as text, never as markup", async () => {
    run("open");
    const { port } = loaded();
    run("close");
    await say(port, { t: "unread", count: 2, name: "Ines", text: "<img src=x onerror=alert(1)>" });
    expect(root().querySelector("u")?.textContent).toBe("2");
    expect(root().querySelector("div")?.textContent).toContain("<img src=x");
    expect(root().querySelector("img")).toBeNull();
  });

  it("does nothing when it is nothing we know", async () => {
    run("open");
    const { port } = loaded();
    await say(port, { t: "eval", code: "1" }, { no: "type" }, { t: "constructor" });
    expect(Object.keys(localStorage)).toEqual(["the page's own"]);
  });

  it("closes the chat and gives focus back", async () => {
    run("open");
    await say(loaded().port, { t: "open", open: false });
    expect(root().activeElement).toBe(launcher());
  });
});

describe("window.parley", () => {
  it("tells listeners, until they are off", async () => {
    const listener = vi.fn();
    run("on", "unread", listener);
    run("open");
    const { port } = loaded();
    await say(port, { t: "event", name: "unread", data: 3 });
    run("off", "unread", listener);
    await say(port, { t: "event", name: "unread", data: 4 });
    expect(listener.mock.calls).toEqual([[3]]);
  });

  it("keeps what was said before the frame was there, in order", async () => {
    run("set", { plan: "pro" });
    run("message", "Hello");
    const heard = hearing(loaded().port);
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard).toEqual([{ t: "set", value: { plan: "pro" } }, { t: "message", value: "Hello" }]);
  });

  it("hands over who the page says it is, in parts, and nobody after a reset", () => {
    run("identify", { id: "7", name: "Camille" });
    run("identify", { email: "c@example.com" });
    expect(loaded().handover.who).toEqual({ id: "7", name: "Camille", email: "c@example.com" });
    run("identify", { id: "8" });
    expect(loaded().handover.who).toEqual({ id: "8" });
    run("identify", { jwt: "x.y.z" });
    expect(loaded().handover.who).toEqual({ jwt: "x.y.z" });
    run("reset");
    expect(loaded().handover.who).toBeNull();
  });

  it("tells what was tracked to the frame, and to whoever listens on the page", async () => {
    const listener = vi.fn();
    run("on", "track", listener);
    run("on", "track", listener);
    run("track", "added to cart", { price: 12 });
    const heard = hearing(loaded().port);
    await vi.waitFor(() => expect(heard).toEqual([{ t: "track", value: { name: "added to cart", data: { price: 12 } } }]));
    expect(listener.mock.calls).toEqual([[{ name: "added to cart", data: { price: 12 } }]]);
  });

  it("lets no listener's error reach the others", async () => {
    vi.useFakeTimers();
    const heard = vi.fn();
    run("on", "open", () => { throw new Error("the page's own"); });
    run("on", "open", heard);
    run("on", "close", "no function");
    run("open");
    run("close");
    expect(() => vi.runAllTimers()).toThrow("the page's own");
    vi.runAllTimers();
    expect(heard).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });

  it.each(["constructor", "toString", "fly"])("says to whoever wants to know that there is no command %s", async (name) => {
    const noted = vi.fn();
    run("on", "error", noted);
    run(name);
    await vi.waitFor(() => expect(noted).toHaveBeenCalledWith({ command: name }));
  });
});

describe("before they agree", () => {
  beforeEach(() => {
    widget.end();
    begun.host.remove();
    show({ agreed: false });
  });

  it("keeps nothing, and looks at the address alone", async () => {
    const { pushState } = History.prototype;
    const { handover, port } = loaded();
    expect(handover).toMatchObject({ keeps: false, asks: true, token: null, page: { url: location.href, title: "", referrer: "" } });
    await say(port, { t: "keep", name: "token", value: "t1" });
    expect(Object.keys(localStorage)).toEqual(["the page's own"]);
    expect(history.pushState).toBe(pushState);
  });

  it("keeps from then on, and forgets when they change their mind", async () => {
    const { port } = loaded();
    run("consent", true);
    await say(port, { t: "keep", name: "token", value: "t1" });
    expect(localStorage.getItem("parley:shop1:token")).toBe("t1");
    run("consent", false);
    expect(Object.keys(localStorage)).toEqual(["the page's own"]);
  });
});

describe("pages that navigate by history", () => {
  it("tell the frame where the visitor is now", async () => {
    run("open");
    const heard = hearing(loaded().port);
    history.pushState({}, "", "/bowls");
    await vi.waitFor(() => expect(heard.some((message) => message.t === "page" && message.value.url.endsWith("/bowls"))).toBe(true));
  });
});

it("takes everything back at its end, also what the page had wrapped before", () => {
  const { pushState } = History.prototype;
  widget.end();
  expect(history.pushState).toBe(pushState);
  expect(Object.hasOwn(history, "pushState")).toBe(false);
  const own = (history.pushState = (...entry) => pushState.apply(history, entry));
  widget = new Widget(begun);
  expect(history.pushState).not.toBe(own);
  widget.end();
  expect(history.pushState).toBe(own);
  delete (history as Partial<History>).pushState;
});

describe("on a phone", () => {
  it("holds the page still, closes on Back, and leaves no trace", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    document.documentElement.style.overflow = "clip";
    run("open");
    expect(document.documentElement.style.overflow).toBe("hidden");
    expect((history.state as { parley?: number }).parley).toBe(1);
    history.back();
    await vi.waitFor(() => expect(frame()?.hidden).toBe(true));
    expect(document.documentElement.style.overflow).toBe("clip");
  });
});
