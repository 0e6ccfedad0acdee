// The outbox: in order, never twice under another id, never lost with the page, a retry keeps its place.

import type { SendReply } from "#wire";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Outbox } from "./outbox.ts";
import type { OutboxStorage, Pending } from "./outbox.ts";
import { FrameError } from "./wire.ts";

/** A storage as the host page has it: entries by id. */
function storage(kept = new Map<string, Pending>()): OutboxStorage & { kept: Map<string, Pending> } {
  return { kept, all: () => [...kept.values()], put: (one) => void kept.set(one.client_id, one), drop: (id) => void kept.delete(id) };
}

/** A server that stores each client id once and can be told to fail. */
class Server {
  stored: string[] = [];
  private readonly ids = new Map<string, number>();
  failures: Error[] = [];
  after: Error[] = [];

  send = (pending: Pending): Promise<SendReply> => {
    const failure = this.failures.shift();
    if (failure) return Promise.reject(failure);
    if (!this.ids.has(pending.client_id)) {
      this.stored.push(pending.text);
      this.ids.set(pending.client_id, this.stored.length);
    }
    const lost = this.after.shift();
    if (lost) return Promise.reject(lost);
    return Promise.resolve({ conversation: "c1", number: this.ids.get(pending.client_id) ?? 0, created_at: "" });
  };
}

let server: Server;
let states: string[];
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(10_000).then(() => undefined);

function outbox(kept = storage()): Outbox {
  return new Outbox({
    storage: kept,
    send: server.send,
    onChange: (pending) => states.push(pending.map(({ state }) => state).join(" ")),
    lastNumber: () => 7,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  states = [];
});
afterEach(() => void vi.useRealTimers());

describe("sending", () => {
  it("shows a message at once, sends it, and lets it go when the feed has it", async () => {
    const box = outbox();
    box.online();
    const { client_id } = box.add({ text: "one" });
    expect(box.pending[0]?.state).toBe("sending");
    await settle();
    expect(box.pending[0]?.state).toBe("sent");
    box.arrived(new Set([client_id]));
    expect(box.pending).toEqual([]);
    expect(server.stored).toEqual(["one"]);
  });

  it("keeps the order when one has to be sent again", async () => {
    const box = outbox();
    box.online();
    server.failures = [new FrameError("busy", ""), new FrameError("slow_down", "", 300)];
    for (const text of ["one", "two", "three"]) box.add({ text });
    await settle();
    expect(server.stored).toEqual(["one", "two", "three"]);
  });

  it("stores once what was committed before the connection went", async () => {
    const box = outbox();
    box.online();
    server.after = [new FrameError("offline", "")];
    box.add({ text: "one" });
    box.add({ text: "two" });
    await settle();
    expect(server.stored).toEqual(["one", "two"]);
  });
});

describe("without a connection", () => {
  it("waits, and goes out in order when it is back", async () => {
    const box = outbox();
    box.add({ text: "one" });
    box.add({ text: "two" });
    expect(box.pending.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    await settle();
    expect(server.stored).toEqual([]);
    box.online();
    await settle();
    expect(server.stored).toEqual(["one", "two"]);
  });

  it("turns what is on its way back to waiting", () => {
    const box = outbox();
    box.online();
    server.send = () => new Promise(() => undefined);
    box.add({ text: "one" });
    box.offline();
    expect(box.pending[0]?.state).toBe("waiting");
  });
});

it("does not wait on a new connection for what the old one asked", async () => {
  const box = outbox();
  box.online();
  server.failures = [new FrameError("busy", "", 60_000)];
  box.add({ text: "one" });
  await vi.advanceTimersByTimeAsync(10);
  box.offline();
  box.online();
  await vi.advanceTimersByTimeAsync(10);
  expect(server.stored).toEqual(["one"]);
});

describe("the next page", () => {
  it("sends what an earlier page left, under the same ids, before what is new", async () => {
    const kept = storage();
    const earlier = outbox(kept);
    earlier.add({ text: "one" });
    await vi.advanceTimersByTimeAsync(5);
    earlier.add({ text: "two" });
    const ids = earlier.pending.map(({ client_id }) => client_id);
    const box = outbox(kept);
    await box.restore();
    box.add({ text: "three" });
    expect(box.pending.slice(0, 2).map(({ client_id }) => client_id)).toEqual(ids);
    box.online();
    await settle();
    expect(server.stored).toEqual(["one", "two", "three"]);
    expect(kept.kept.size).toBe(0);
  });
});

describe("a refusal", () => {
  it("fails in its place, holds up nobody, and goes out under the same id at Try again", async () => {
    const box = outbox();
    box.online();
    server.failures = [new FrameError("too_long", "A message has at most 10 000 characters.")];
    const { client_id } = box.add({ text: "one" });
    box.add({ text: "two" });
    await settle();
    expect(server.stored).toEqual(["two"]);
    expect(box.pending[0]).toMatchObject({ client_id, state: "failed", place: 7, error: { code: "too_long" } });
    box.retry(client_id);
    expect(box.pending[0]).toMatchObject({ client_id, state: "sending", place: 7 });
    await settle();
    expect(server.stored).toEqual(["two", "one"]);
  });

  it("is final after three of the server's own errors", async () => {
    const box = outbox();
    box.online();
    server.failures = Array.from({ length: 3 }, () => new FrameError("internal", "", null, "r1"));
    box.add({ text: "one" });
    await settle();
    expect(box.pending[0]).toMatchObject({ state: "failed", error: { requestId: "r1" } });
  });

  it("can be deleted, also from the storage", async () => {
    const kept = storage();
    const box = outbox(kept);
    box.online();
    server.failures = [new FrameError("banned", "")];
    const { client_id } = box.add({ text: "one" });
    await settle();
    box.remove(client_id);
    expect(box.pending).toEqual([]);
    expect(kept.kept.size).toBe(0);
  });
});

describe("a form that is being filled in", () => {
  const given = (email: string) => ({ form: { form_id: "f1", answers: { email } } });

  it("waits for its visitor, also on the next page, and goes out with what was typed last", async () => {
    const kept = storage();
    const box = outbox(kept);
    box.online();
    const { client_id } = box.add({ text: "", state: "draft", ...given("v") });
    box.update(client_id, given("vera@vera.example"));
    box.add({ text: "and by the way" });
    await settle();
    expect(server.stored).toEqual(["and by the way"]);
    const next = outbox(kept);
    await next.restore();
    next.online();
    await settle();
    expect(next.pending).toMatchObject([{ client_id, state: "draft", ...given("vera@vera.example") }]);
    next.retry(client_id);
    await settle();
    expect(server.stored).toHaveLength(2);
    expect(next.pending).toMatchObject([{ client_id, state: "sent" }]);
  });
});
