// The live list under a crowd: drawn together, a page at a time, found by the filter wherever it stands.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { VisitorShape, VisitorsPush } from "#wire";
import type { Api } from "../api.ts";
import { VisitorsStore } from "./visitors.ts";

const CROWD = 2000;

const visitor = (id: number, url = "/"): VisitorShape =>
  ({
    id: String(id),
    name: `Guest ${id}`,
    email: "",
    referrer: "",
    visits: 1,
    online: true,
    here_since: `2026-01-05T12:00:00.${String(id).padStart(6, "0")}Z`,
    pages: [{ url, title: "", at: "2026-01-05T12:00:00Z" }],
  }) as unknown as VisitorShape;
const came = (...here: VisitorShape[]): VisitorsPush => ({ type: "visitors", project: "acme", here, gone: [] });

let store: VisitorsStore;
let drawn = 0;

beforeEach(async () => {
  vi.useFakeTimers();
  store = new VisitorsStore({ visitorsOnline: async () => ({ results: Array.from({ length: CROWD }, (_, id) => visitor(id)) }) } as unknown as Api);
  await store.show();
  store.here.subscribe(() => (drawn += 1));
  drawn = 0;
});
afterEach(() => vi.useRealTimers());

describe("a crowd", () => {
  it("is drawn at once after a quiet moment, and together while many move", () => {
    store.hear(came(visitor(1, "/first")));
    expect(drawn).toBe(1);
    for (let id = 1; id < 50; id += 1) store.hear(came(visitor(id, "/next")));
    expect(drawn).toBe(1);
    vi.runAllTimers();
    expect(drawn).toBe(2);
    expect(store.here.value["49"]?.pages[0]?.url).toBe("/next");
    store.hear(came(visitor(5, "/later")));
    expect(drawn).toBe(3);
  });

  it("shows a page, more of it, and whoever the filter finds behind it", () => {
    expect(store.all.value.length).toBe(CROWD);
    const page = store.rows.value.length;
    expect(page).toBeLessThan(CROWD / 4);
    store.showMore();
    expect(store.rows.value.length).toBe(2 * page);
    store.query.value = "guest 1999";
    expect(store.rows.value.map((each) => each.name)).toEqual(["Guest 1999"]);
    store.query.value = "";
    store.newestFirst.value = true;
    expect(store.rows.value[0]?.name).toBe("Guest 1999");
    expect(store.all.value[0]?.name).toBe("Guest 0");
  });

  it("keeps what is pushed while the list is on its way", async () => {
    const shown = store.show();
    store.hear({ type: "visitors", project: "acme", here: [visitor(9999)], gone: ["0"] });
    await shown;
    expect(store.all.value.length).toBe(CROWD);
    expect(store.here.value["0"]).toBeUndefined();
    vi.runAllTimers();
    expect(store.here.value["9999"]?.name).toBe("Guest 9999");
  });
});

describe("the visitor beside a thread", () => {
  const held: Record<string, (found: VisitorShape) => void> = {};
  const looking = new VisitorsStore({ visitor: (id: string) => new Promise((found) => (held[id] = found)) } as unknown as Api);

  it("is the one that was asked for last, and as it was heard of last", async () => {
    const [first, second] = [looking.lookAt("1"), looking.lookAt("2")];
    held["2"]?.(visitor(2, "/found"));
    await second;
    held["1"]?.(visitor(1));
    await first;
    expect(looking.beside.value?.id).toBe("2");
    const again = looking.lookAt("2");
    looking.hear(came(visitor(2, "/heard")));
    held["2"]?.(visitor(2, "/found"));
    await again;
    expect(looking.beside.value?.pages[0]?.url).toBe("/heard");
    const third = looking.lookAt("3");
    looking.hear(came(visitor(3, "/heard")));
    held["3"]?.(visitor(3, "/found"));
    await third;
    expect(looking.beside.value?.pages[0]?.url).toBe("/heard");
  });
});
