// The connection's keeper, against a scripted socket: hello, heartbeat, reconnecting, refusals, and the HTTP doors.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoffMs } from "./backoff.ts";
import { FakeSocket } from "./fake_socket.ts";
import type { Frame } from "./fake_socket.ts";
import { Live } from "./live.ts";
import type { Beside, LiveOptions, LiveState } from "./live.ts";
import type { Push, Reply } from "./wire.ts";

const beside = async (): Promise<Beside> => ({ ...(await import("./polling.ts")), ...(await import("./tabs.ts")) });

let states: LiveState[];
let hellos: Reply[];
let pushes: Push[];
let live: Live;
// Not every test starts one.
let running: Live | undefined;

const latest = (): FakeSocket => FakeSocket.all.at(-1) as FakeSocket;
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function started(part: Partial<LiveOptions> = {}): Live {
  live = new Live({
    url: "ws://here/ws/",
    beside,
    hello: () => ({ type: "hello", v: 1 }),
    onHello: (reply) => hellos.push(reply),
    onPush: (push) => pushes.push(push),
    onState: (state) => states.push(state),
    ...part,
  });
  running = live;
  return live.start();
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(Math, "random").mockReturnValue(1);
  FakeSocket.all = [];
  FakeSocket.reachable = true;
  FakeSocket.answer = (frame, socket) => socket.reply(frame.ref, frame.type === "hello" ? { heartbeat_s: 20 } : {});
  [states, hellos, pushes] = [[], [], []];
});

afterEach(() => {
  running?.stop();
  running = undefined;
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a connection", () => {
  it("says hello first, then is online", async () => {
    started();
    await pass(10);
    expect(latest().sent[0]).toMatchObject({ type: "hello", v: 1 });
    expect(states).toEqual(["online"]);
    expect(hellos).toHaveLength(1);
  });

  it("gives each frame its own answer", async () => {
    started();
    await pass(10);
    FakeSocket.answer = null;
    const [first, second] = [live.request({ type: "a" }), live.request({ type: "b" })];
    const [, a, b] = latest().sent as [Frame, Frame, Frame];
    latest().reply(b.ref, { name: "b" });
    latest().push({ type: "reply", ref: a.ref, ok: false, error: { code: "too_long", detail: "No.", request_id: "r" } });
    expect(await second).toMatchObject({ name: "b" });
    await expect(first).rejects.toMatchObject({ code: "too_long", requestId: "r" });
  });

  it("hands on what is no reply", async () => {
    started();
    await pass(10);
    latest().push({ type: "resync" });
    expect(pushes).toEqual([{ type: "resync" }]);
  });

  it("rejects what was not answered when it is lost, and comes back with a new hello", async () => {
    started();
    await pass(10);
    FakeSocket.answer = null;
    const lost = live.request({ type: "send" });
    latest().end(1006);
    await expect(lost).rejects.toMatchObject({ code: "offline" });
    FakeSocket.answer = (frame, socket) => socket.reply(frame.ref);
    await pass(600);
    expect(states).toEqual(["online", "reconnecting", "online"]);
    expect(hellos).toHaveLength(2);
  });
});

describe("the heartbeat", () => {
  it("gives up when the next one is due and the last has no answer: within 45 s", async () => {
    started();
    await pass(10);
    await pass(20_000);
    FakeSocket.answer = null;
    await pass(19_900);
    expect(states.at(-1)).toBe("online");
    await pass(20_200);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("looks at once when the network is back or the page is shown again", async () => {
    started();
    await pass(10);
    FakeSocket.answer = null;
    dispatchEvent(new Event("pageshow"));
    expect(latest().sent.at(-1)?.type).toBe("ping");
    await pass(5_100);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("looks at once when the clock has jumped: the machine slept", async () => {
    started();
    await pass(10);
    FakeSocket.answer = null;
    vi.setSystemTime(Date.now() + 86_400_000);
    await pass(20_000);
    expect(latest().sent.at(-1)?.type).toBe("ping");
    await pass(5_100);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it.each([-86_400_000, 86_400_000])("takes no harm from a clock that jumps by %i ms", async (ms) => {
    started();
    await pass(10);
    vi.setSystemTime(Date.now() + ms);
    await pass(120_000);
    expect(states).toEqual(["online"]);
  });

  it("gives up a socket that opens and never speaks", async () => {
    FakeSocket.answer = null;
    started();
    await pass(8_100);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("lets go when the browser puts the page away, and begins anew when it is shown again", async () => {
    started();
    await pass(10);
    dispatchEvent(new Event("pagehide"));
    expect(latest().readyState).toBe(3);
    dispatchEvent(new Event("pageshow"));
    await pass(10);
    expect([states.at(-1), FakeSocket.all.length]).toEqual(["online", 2]);
  });

  it("does not wait for a network that has gone", async () => {
    started();
    await pass(10);
    dispatchEvent(new Event("offline"));
    expect(states.at(-1)).toBe("reconnecting");
    dispatchEvent(new Event("online"));
    await pass(10);
    expect(states.at(-1)).toBe("online");
  });
});

describe("refusals", () => {
  it.each([
    [4401, "signed_out"],
    [4403, "refused"],
  ])("%i ends in %s, until a restart", async (code, state) => {
    started();
    await pass(10);
    latest().end(code);
    expect(states.at(-1)).toBe(state);
    await pass(120_000);
    expect(FakeSocket.all).toHaveLength(1);
    live.restart();
    await pass(10);
    expect(states.at(-1)).toBe("online");
  });

  it("waits for the close code of a refused hello, and reads the refusal when none comes", async () => {
    FakeSocket.answer = (frame, socket) => socket.push({ type: "reply", ref: frame.ref, ok: false, error: { code: "not_found", detail: "" } });
    started();
    await pass(20);
    latest().end(4401);
    expect(states.at(-1)).toBe("signed_out");
    live.restart();
    await pass(1_100);
    expect(states.at(-1)).toBe("refused");
  });

  it.each(["slow", "restarting"])("stays away as long as %s says, also when somebody comes back", async (type) => {
    started();
    await pass(10);
    latest().push({ type, retry_ms: 9_000 });
    latest().end(type === "slow" ? 4429 : 1012);
    dispatchEvent(new Event("pageshow"));
    await pass(8_900);
    expect(FakeSocket.all).toHaveLength(1);
    await pass(200);
    expect(states.at(-1)).toBe("online");
  });
});

describe("coming back", () => {
  it.each([
    [{ failures: 0, awayMs: 0, hidden: false }, 500],
    [{ failures: 2, awayMs: 3_000, hidden: false }, 2_000],
    [{ failures: 9, awayMs: 60_000, hidden: false }, 4_000],
    [{ failures: 9, awayMs: 130_000, hidden: false }, 30_000],
    [{ failures: 99, awayMs: 10_000, hidden: true }, 60_000],
  ])("%o waits at most %i ms", (absence, most) => {
    expect(backoffMs(absence, () => 1)).toBe(most);
    expect(backoffMs(absence, () => 0)).toBe(0);
  });
});

describe("where sockets are blocked", () => {
  const doors = {
    framesUrl: "/frames",
    feedUrl: (cursor: string | null) => `/feed?cursor=${cursor ?? ""}`,
    envelope: () => ({ v: 1 }),
    headers: () => ({ Authorization: "Bearer t" }),
  };
  let asked: string[];
  let deliver: (answer: object) => void;

  beforeEach(() => {
    asked = [];
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      asked.push(url);
      const json = (body: object): Response => new Response(JSON.stringify(body), { status: 200 });
      if (url !== "/frames") return new Promise((resolve) => (deliver = (body) => resolve(json(body))));
      const { frames } = JSON.parse(String(init.body)) as { frames: Frame[] };
      return Promise.resolve(json({ replies: frames.map(({ ref }) => ({ type: "reply", ref, ok: true })) }));
    });
    FakeSocket.reachable = false;
  });

  it("takes the HTTP doors after two sockets, hears there, and goes back to a socket", async () => {
    started({ doors: () => doors });
    await pass(2_000);
    await vi.waitFor(() => expect(states.at(-1)).toBe("online"));
    expect(FakeSocket.all).toHaveLength(2);
    expect(asked).toEqual(["/frames", "/feed?cursor="]);
    deliver({ pushes: [{ type: "resync" }], cursor: "7" });
    await pass(10);
    expect(pushes).toEqual([{ type: "resync" }]);
    expect(asked.at(-1)).toBe("/feed?cursor=7");
    FakeSocket.reachable = true;
    await pass(5_100);
    expect(hellos).toHaveLength(2);
    expect(states.filter((state) => state === "online")).toHaveLength(1);
    expect(latest().sent[0]?.type).toBe("hello");
  });

  it("asks a crowded server for a socket again: it was heard, so sockets go through", async () => {
    FakeSocket.reachable = true;
    FakeSocket.answer = (_, socket) => {
      socket.push({ type: "slow", retry_ms: 400 });
      socket.end(4429);
    };
    started({ doors: () => doors });
    await pass(2_000);
    expect(FakeSocket.all.length).toBeGreaterThan(3);
    expect(asked).toEqual([]);
  });
});
