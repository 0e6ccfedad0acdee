// Several tabs, one connection: who leads, what the others hear and say, and who takes over.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "./fake_socket.ts";
import type { Frame } from "./fake_socket.ts";
import { Live } from "./live.ts";
import type { Beside, LiveState } from "./live.ts";
import { openPolling } from "./polling.ts";
import { Tabs } from "./tabs.ts";
import type { Push, Reply } from "./wire.ts";

/** A browser's channel between tabs; a frozen tab's messages wait until it is woken. */
class FakeChannel {
  static all: FakeChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  frozen = false;
  private waiting: unknown[] = [];

  constructor(readonly name: string) {
    FakeChannel.all.push(this);
  }

  postMessage(data: unknown): void {
    if (this.frozen) return;
    const others = FakeChannel.all.filter((one) => one !== this && one.name === this.name);
    setTimeout(() => others.forEach((one) => one.deliver(structuredClone(data))));
  }

  deliver(data: unknown): void {
    if (this.frozen) this.waiting.push(data);
    else this.onmessage?.({ data });
  }

  wake(): void {
    this.frozen = false;
    for (const data of this.waiting.splice(0)) this.onmessage?.({ data });
  }
}

interface Tab {
  live: Live;
  states: LiveState[];
  pushes: Push[];
  hellos: Reply[];
  channel: FakeChannel | undefined;
}

const beside = (): Promise<Beside> => Promise.resolve({ openPolling, Tabs });
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const open = (): FakeSocket[] => FakeSocket.all.filter(({ readyState }) => readyState === 1);
const socket = (): FakeSocket => open()[0] as FakeSocket;
const sent = (type: string): Frame[] => FakeSocket.all.flatMap((one) => one.sent.filter((frame) => frame.type === type));

let tabs: Tab[];
let resets: number;

function opened({ name = "us", held = true } = {}): Tab {
  const tab: Tab = { states: [], pushes: [], hellos: [], channel: undefined, live: null as unknown as Live };
  const at = tabs.push(tab) - 1;
  tab.live = new Live({
    url: "ws://here/",
    beside,
    sharing: {
      channel: () => new BroadcastChannel(name),
      greet: (hello) => Promise.resolve(held ? { ok: true, greeted: hello.tab } : null),
      passes: ({ type }) => type !== "unwatch",
      onReset: () => (resets += 1),
    },
    hello: () => ({ type: "hello", tab: at }),
    onHello: (reply) => tab.hellos.push(reply),
    onPush: (push) => tab.pushes.push(push),
    onState: (state) => tab.states.push(state),
  }).start();
  tab.channel = FakeChannel.all.at(-1);
  return tab;
}

async function many(count: number): Promise<Tab[]> {
  opened();
  await pass(500);
  for (let at = 1; at < count; at += 1) opened();
  await pass(2_000);
  return tabs;
}

const leaders = (): Tab[] => tabs.filter(({ live, channel }) => live.leads && live.state === "online" && !channel?.frozen);

/** Its channel says and hears nothing until it is woken. */
function freeze({ channel }: Tab): void {
  if (channel) channel.frozen = true;
}

/** Passes time, at most 10 s, until everyone awake is online and one of them leads. Gives the milliseconds. */
async function untilOnline(awake: Tab[]): Promise<number> {
  const settled = (): boolean =>
    awake.every(({ live }) => live.state === "online") && awake.filter(({ live }) => live.leads).length === 1;
  let ms = 0;
  for (; !settled() && ms < 10_000; ms += 50) await pass(50);
  expect(awake.map(({ live }) => `${live.state} ${live.leads}`).sort()).toEqual([...awake.slice(1).map(() => "online false"), "online true"]);
  return ms;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  FakeSocket.all = [];
  FakeSocket.reachable = true;
  FakeSocket.answer = (frame, one) => one.reply(frame.ref, frame.type === "hello" ? { heartbeat_s: 20 } : { said: frame.type });
  FakeChannel.all = [];
  [tabs, resets] = [[], 0];
});

afterEach(() => {
  for (const { live } of tabs) live.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("twenty tabs", () => {
  it("have one socket, and one hello of it", async () => {
    await many(20);
    expect(open()).toHaveLength(1);
    expect(sent("hello")).toHaveLength(1);
    expect(tabs.every(({ live }) => live.state === "online")).toBe(true);
    expect(leaders()).toHaveLength(1);
  });

  it("that begin at the same moment agree as well", async () => {
    for (let at = 0; at < 20; at += 1) opened();
    await pass(3_000);
    expect(open()).toHaveLength(1);
    expect(leaders()).toHaveLength(1);
    expect(tabs.every(({ live }) => live.state === "online")).toBe(true);
  });

  it("hear every push once, in order, after their own hello", async () => {
    await many(20);
    socket().push({ type: "resync", at: 1 });
    socket().push({ type: "resync", at: 2 });
    await pass(10);
    for (const { pushes } of tabs) expect(pushes).toEqual([{ type: "resync", at: 1 }, { type: "resync", at: 2 }]);
    expect(tabs[7]?.hellos).toEqual([{ ok: true, greeted: 7 }]);
  });
});

describe("a tab that follows", () => {
  it("gets the server's own answers and refusals", async () => {
    const [, second] = (await many(2)) as [Tab, Tab];
    expect(await Promise.all([second.live.request({ type: "a" }), pass(10)])).toMatchObject([{ said: "a" }, {}]);
    FakeSocket.answer = (frame, one) => one.push({ type: "reply", ref: frame.ref, ok: false, error: { code: "too_long" } });
    const refused = expect(second.live.request({ type: "b" })).rejects.toMatchObject({ code: "too_long" });
    await pass(10);
    await refused;
  });

  it("is answered by the leader for what the server need not hear", async () => {
    const [, second] = (await many(2)) as [Tab, Tab];
    const answer = second.live.request({ type: "unwatch" });
    await pass(10);
    expect(await answer).toEqual({ ok: true });
    expect(sent("unwatch")).toEqual([]);
  });

  it("waits with the leader while the server is away, and is told offline meanwhile", async () => {
    const [, second] = (await many(2)) as [Tab, Tab];
    FakeSocket.reachable = false;
    socket().end(1006);
    await pass(1_000);
    expect(tabs.map(({ live }) => live.state)).toEqual(["reconnecting", "reconnecting"]);
    await expect(second.live.request({ type: "a" })).rejects.toMatchObject({ code: "offline" });
    FakeSocket.reachable = true;
    await untilOnline(tabs);
    expect(open()).toHaveLength(1);
  });

  it.each([[4401, "signed_out"], [4403, "refused"]])("ends with the leader on %i: %s", async (code, state) => {
    await many(3);
    socket().end(code);
    await pass(100);
    expect(tabs.map(({ live }) => live.state)).toEqual([state, state, state]);
    tabs[1]?.live.restart();
    await pass(1_000);
    expect([tabs[1]?.live.state, open().length]).toEqual(["online", 1]);
  });

  it("finds a half-open connection when it is woken, for all", async () => {
    const [first, second] = (await many(2)) as [Tab, Tab];
    FakeSocket.answer = null;
    second.live.wake();
    await pass(5_200);
    expect(first.states.at(-1)).toBe("reconnecting");
  });
});

describe("a leader", () => {
  it("that leaves hands over at once", async () => {
    const [first, ...others] = (await many(5)) as [Tab, ...Tab[]];
    first.live.stop();
    expect(await untilOnline(others)).toBeLessThan(1_000);
    expect(open()).toHaveLength(1);
  });

  it("that is frozen is replaced within 3 s, and follows when it wakes", async () => {
    const [first, ...others] = (await many(20)) as [Tab, ...Tab[]];
    freeze(first);
    socket().end = () => undefined; // its socket stays open, and nobody reads it
    expect(await untilOnline(others)).toBeLessThanOrEqual(3_000);
    first.channel?.wake();
    await untilOnline(tabs);
    expect(first.live.leads).toBe(false);
  });
});

it("tabs of another name, and browsers without a channel, have their own", async () => {
  opened();
  opened({ name: "others" });
  vi.stubGlobal("BroadcastChannel", undefined);
  opened();
  await pass(1_000);
  expect(open()).toHaveLength(3);
});

it("signing out is heard in all other tabs", async () => {
  const [, second] = (await many(4)) as [Tab, Tab];
  second.live.reset();
  await pass(10);
  expect(resets).toBe(3);
});
