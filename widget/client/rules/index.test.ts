// A project's rules on a page: asked for late, shown once and as text, answered, and gone without a trace.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CarriedRule } from "#wire";
import type { Config } from "../loader/config.ts";
import type { Begun, Command } from "../loader/begun.ts";
import { showLauncher } from "../loader/launcher.ts";
import { Bubble } from "../loader/stage/bubble.ts";
import { start } from "./index.ts";
import type { Told } from "./index.ts";

const TOLD: Told = {
  agreed: true, team: "here", country: null, fits: [], chatting: false, since: null, ended: false, person: "Ines Duarte",
  theme: "dark",
  words: { unread: "Open chat, 1 new message", automatic: "automatic", dismiss: "Dismiss", never: "Do not show again" },
};
const RULE: CarriedRule = { id: "a", text: "<img src=x onerror=alert(1)>", answers: ["Yes", "No"], c: [["event", "is", "checkout"]] };

type Run = (name: string, first?: unknown, second?: unknown) => void;

let launcher: Begun;
let heard: Record<string, (data: unknown) => void>;
let said: unknown[];
let widget: { run: Run };
const kept: Record<string, string> = {};
const { pushState } = history;

/** The loader's widget, and what is said to it. */
function begin(list: CarriedRule[], { keeps = true, gate = false, waiting = [] as Command[] } = {}): void {
  const words = { open: "Open chat", close: "Close chat", dismiss: "Dismiss" };
  const rules = { src: "/rules.js", zone: "UTC", a_visit: 1, a_week: 3, list, ...(gate && { gate }) };
  const config: Config = { key: "shop1", origin: "https://chat.example", name: "Fernhill", color: "#2d4a9a", on: "#ffffff", live: false, words, rules, css: "" };
  for (const name of Object.keys(kept)) delete kept[name];
  const store = { get: (name: string) => kept[name] ?? null, set: (name: string, value: string | null) => keeps && ((kept[name] = value ?? ""), true) };
  const say = (...[name, first, second]: unknown[]): void => {
    launcher.told?.([name, first, second]);
    if (name === "on") heard[String(first)] = second as (data: unknown) => void;
    else if (name === "rule" || name === "open") said.push(name === "rule" ? first : name);
  };
  launcher = { config, store, say, agreed: true, waiting, compat: "", ...showLauncher(config) };
  launcher.button.getBoundingClientRect = () => ({ left: 940, right: 1000, top: 680, width: 60 }) as DOMRect;
  const preview = new Bubble(launcher, () => undefined);
  launcher.unread = (count, name, text) => preview.unread(count, name, text);
  launcher.label = () => preview.label();
  widget = { run: say };
  start(launcher);
}

const bubble = (): ShadowRoot | null | undefined => launcher.host.shadowRoot?.querySelector("aside")?.shadowRoot;
const press = (name: string): void => [...(bubble()?.querySelectorAll("button") ?? [])].find((one) => (one.ariaLabel ?? one.textContent) === name)?.click();

beforeEach(() => {
  heard = {};
  said = [];
  vi.stubGlobal("CSSStyleSheet", class { replaceSync(): void {} });
  Object.defineProperty(ShadowRoot.prototype, "adoptedStyleSheets", { configurable: true, writable: true, value: [] });
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  document.elementsFromPoint = () => [];
});

afterEach(() => {
  widget.run("destroy");
  launcher.host.remove();
  vi.unstubAllGlobals();
});

describe("a rule on its page", () => {
  it("asks nobody before everything else fits, and then once", () => {
    begin([RULE]);
    expect(said).toEqual([]);
    widget.run("track", "checkout", { basket: 2 });
    widget.run("track", "checkout");
    expect(said).toEqual([{ did: "ask" }]);
    expect(bubble()).toBeFalsy();
  });

  it("is shown as text, once, and marked as automatic", () => {
    begin([RULE]);
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    expect(bubble()?.querySelector(".text")?.textContent).toBe(RULE.text);
    expect(bubble()?.querySelector("img")).toBeNull();
    expect(bubble()?.host.getAttribute("theme")).toBe(TOLD.theme);
    expect(bubble()?.querySelector(".who")?.textContent).toBe("Ines, Fernhill · automatic");
    expect(launcher.button.ariaLabel).toBe("Open chat, 1 new message");
    press("Dismiss");
    heard.facts?.({ ...TOLD });
    expect(bubble()).toBeFalsy();
    expect(launcher.button.ariaLabel).toBe("Open chat");
    expect(said.filter((one) => (one as { did?: string }).did === "shown")).toHaveLength(1);
  });

  it("hands the answer over and opens the chat", () => {
    begin([RULE]);
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    press("No");
    expect(said.slice(-2)).toEqual([expect.objectContaining({ id: "a", did: "opened", answer: "No" }), "open"]);
    expect(bubble()).toBeFalsy();
  });

  it("gives way to a chat that began elsewhere", () => {
    begin([RULE]);
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    heard.facts?.({ ...TOLD, chatting: true });
    expect(bubble()).toBeFalsy();
  });

  it("follows attributes of the page", () => {
    begin([{ ...RULE, c: [["attribute", "least", { name: "basket", value: "2" }]] }]);
    widget.run("set", { basket: 1 });
    expect(said).toEqual([]);
    widget.run("identify", { id: "7", data: { basket: 3 } });
    expect(said).toEqual([{ did: "ask" }]);
  });

  it("is never shown to who cannot be remembered", () => {
    begin([RULE], { keeps: false });
    widget.run("track", "checkout");
    expect(said).toEqual([]);
  });

  it("waits while the launcher is hidden", () => {
    begin([RULE]);
    launcher.button.getBoundingClientRect = () => ({ left: 0, right: 0, top: 0, width: 0 }) as DOMRect;
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    expect(said).toEqual([{ did: "ask" }]);
  });

  it("waits where it would cover a button of the page", () => {
    const buy = document.body.appendChild(document.createElement("button"));
    document.elementsFromPoint = () => [buy];
    begin([RULE]);
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    expect(bubble()).toBeFalsy();
    expect(said).toEqual([{ did: "ask" }]);
    buy.remove();
  });

  it("hears what the page said before", () => {
    begin([{ ...RULE, c: [...RULE.c, ["attribute", "is", { name: "plan", value: "pro" }]] }], { waiting: [["set", { plan: "pro" }], ["track", "checkout"]] });
    expect(said).toEqual([{ did: "ask" }]);
  });

  it("falls silent when the page says that nothing is to be kept", async () => {
    begin([RULE]);
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    expect(bubble()).toBeTruthy();
    for (const name of Object.keys(kept)) delete kept[name];
    widget.run("consent", false);
    launcher.agreed = false;
    await vi.waitFor(() => expect(bubble()).toBeFalsy());
    widget.run("track", "checkout");
    expect(kept).toEqual({});
  });

  it("comes in one of two tabs", () => {
    begin([RULE, { ...RULE, id: "b", text: "Second" }]);
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    expect(bubble()?.querySelector(".text")?.textContent).toBe(RULE.text);
    const [first, memory] = [launcher, { ...kept }];
    begin([RULE, { ...RULE, id: "b", text: "Second" }]);
    Object.assign(kept, memory); // the same browser
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    expect(bubble()).toBeFalsy(); // nor the other one: a visit has one
    for (const tab of [launcher, first]) tab.told?.(["destroy"]); // the last that followed the page lets go first
    first.host.remove();
  });

  it("leaves nothing behind", () => {
    begin([RULE]);
    widget.run("track", "checkout");
    heard.facts?.(TOLD);
    widget.run("destroy");
    expect(bubble()).toBeFalsy();
    expect(history.pushState).toBe(pushState);
    heard.facts?.(TOLD);
    expect(bubble()).toBeFalsy();
  });
});

describe("a rule where the chat asks for consent", () => {
  const GREETS: CarriedRule = { id: "g", text: "Ask me anything.", c: [["opened", "is", null], ["team", "is", "here"]] };

  it("waits, keeps nothing and asks nobody", () => {
    begin([RULE], { gate: true });
    widget.run("track", "checkout");
    expect([said, kept]).toEqual([[], {}]);
  });

  it("comes when they agree, for what the page said before", () => {
    begin([RULE], { gate: true });
    widget.run("track", "checkout");
    heard.facts?.({ ...TOLD, agreed: false });
    expect(bubble()).toBeFalsy();
    expect(kept).toEqual({});
    heard.facts?.(TOLD);
    expect(bubble()?.querySelector(".text")?.textContent).toBe(RULE.text);
    expect(Object.keys(kept)).toEqual(["rules"]);
  });

  it("may stand before that in a chat that they opened, and is remembered once they agree", () => {
    begin([GREETS, { ...GREETS, id: "v", c: [...GREETS.c, ["visits", "most", 1]] }], { gate: true });
    launcher.frame.hidden = false;
    heard.open?.(undefined);
    expect(said).toEqual([{ did: "ask" }]);
    heard.facts?.({ ...TOLD, agreed: false });
    expect(said.slice(1).map((one) => one as object)).toEqual([expect.objectContaining({ id: "g", did: "shown" }), expect.objectContaining({ id: "g", did: "opened" })]);
    expect(kept).toEqual({});
    heard.facts?.(TOLD);
    expect(JSON.parse(kept["rules"] ?? "{}")).toMatchObject({ visit: ["g"] });
    heard.facts?.({ ...TOLD, agreed: false });
    expect(kept["rules"]).toBeFalsy();
  });

  it("asks at once for who has agreed before", () => {
    begin([RULE], { gate: true });
    kept["token"] = "v1.x";
    widget.run("track", "checkout");
    expect(said).toEqual([{ did: "ask" }]);
  });
});
