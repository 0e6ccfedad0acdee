// The frame's side of the port: only the parent, only the first, only what it should be. And what leaves the browser.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stripped } from "./address.ts";
import { meetHost } from "./host.ts";
import type { Host } from "./host.ts";

const handover = {
  parley: "port", keeps: true, asks: false, who: null, token: null, draft: null, pending: [], locale: "en", open: false,
  page: { url: "https://shop.example/", title: "Shop", referrer: "" },
};

const parent = { name: "the host page" };

function post(data: unknown, { source = parent as unknown, ports = [new MessageChannel().port1] } = {}): void {
  const event = new MessageEvent("message", { data, ports });
  Object.defineProperty(event, "source", { value: source });
  dispatchEvent(event);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("parent", parent);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("meetHost", () => {
  it("takes the parent's port", async () => {
    const meeting = meetHost();
    post(handover);
    expect((await meeting)?.handover).toEqual(handover);
  });

  it.each([
    ["another window", handover, { source: { name: "a foreign frame" } }],
    ["no port", handover, { ports: [] }],
    ["no handover", { hello: 1 }, {}],
    ["a wrong token", { ...handover, token: 7 }, {}],
    ["a wrong page", { ...handover, page: { url: 1 } }, {}],
    ["wrong entries", { ...handover, pending: [{}] }, {}],
    ["nothing", null, {}],
  ])("is not moved by %s, ten thousand times", async (_, data, options) => {
    const meeting = meetHost();
    for (let time = 0; time < 10_000; time += 1) post(data, options);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await meeting).toBeNull();
  });

  it("is alone on a page of its own", async () => {
    vi.stubGlobal("parent", window);
    expect(await meetHost()).toBeNull();
  });

  it("passes on only messages of the right form", async () => {
    const meeting = meetHost();
    const { port1, port2 } = new MessageChannel();
    post(handover, { ports: [port1] });
    const heard = vi.fn();
    ((await meeting) as Host).hear(heard);
    vi.useRealTimers();
    for (const message of [7, null, { t: "open", value: "yes" }, { t: "page", value: {} }, { t: "open", value: true }]) port2.postMessage(message);
    await vi.waitFor(() => expect(heard).toHaveBeenCalled());
    expect(heard.mock.calls).toEqual([[{ t: "open", value: true }]]);
    port2.close();
  });
});

describe("addresses leave without their query values", () => {
  it.each([
    ["https://shop.example/a?token=secret&utm_source=mail#part", "https://shop.example/a?token=&utm_source=mail"],
    ["https://user:pass@shop.example/", "https://shop.example/"],
    ["no address", ""],
  ])("%s", (address, left) => expect(stripped(address)).toBe(left));
});
