import { describe, expect, it } from "vitest";
import { verdictOf } from "./verdict.ts";
import type { Browser, Found } from "./verdict.ts";

const browser: Browser = {
  id: "b",
  hash: "abc",
  created_at: "2026-01-01T00:00:00Z",
  renewed_at: "2026-01-01T00:00:00Z",
  ended: null,
  ended_at: null,
  sent_at: null,
  status: null,
  detail: "",
  heard_at: null,
  unheard: 0,
  test: { at: null, taken_ms: null, trouble: null, heard_at: null },
};
const well: Found = { key: "k", permission: "granted", worker: 4, subscription: "abc", browser, neverCame: 3 };

describe("the verdict names the first station where it stops", () => {
  it.each<[string, Partial<Found>, string, string | null]>([
    ["all is well", {}, "ok", null],
    ["the server has no key", { key: "" }, "bad", "permission"],
    ["no pushes in this browser", { permission: "unsupported" }, "bad", "permission"],
    ["blocked", { permission: "denied" }, "bad", "permission"],
    ["blocked comes before a lost subscription", { permission: "denied", subscription: null }, "bad", "permission"],
    ["never subscribed", { permission: "default", subscription: null, browser: null, worker: null }, "warn", "subscription"],
    ["a worker that is silent", { worker: null }, "bad", "worker"],
    ["dropped by the browser", { subscription: null }, "bad", "subscription"],
    ["changed by the browser", { subscription: "other" }, "bad", "subscription"],
    ["unknown to the server", { browser: null }, "bad", "subscription"],
    ["ended by the push service", { browser: { ...browser, ended: "gone", unheard: 3 } }, "bad", "subscription"],
    ["sent and never heard", { browser: { ...browser, unheard: 3 } }, "warn", "heard"],
    ["two in a row are no pattern", { browser: { ...browser, unheard: 2 } }, "ok", null],
  ])("%s", (_what, more, mark, stop) => {
    const said = verdictOf({ ...well, ...more });
    expect([said.mark, said.stop]).toEqual([mark, stop]);
  });

  it("counts what was missed", () => {
    const gone = { ...browser, ended: "gone", unheard: 3, heard_at: "2020-05-01T10:00:00Z" };
    expect(verdictOf({ ...well, browser: gone }).words).toMatch(/^3 calls since .*2020/);
  });
});
