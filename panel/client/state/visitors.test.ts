// Who is on the site: the list, then who came, walked on or left.

import { describe, expect, it } from "vitest";
import type { VisitorShape } from "#wire";
import { longestFirst, matches, reduceHere } from "./visitors.ts";

function visitor(id: string, part: Partial<VisitorShape> = {}): VisitorShape {
  return {
    id,
    name: "",
    email: "",
    phone: "",
    verified: false,
    external_id: "",
    claimed: false,
    data: {},
    events: [],
    page_consent: null,
    online: true,
    locale: "en",
    device: "",
    referrer: "",
    visits: 1,
    conversations: 0,
    first_seen_at: null,
    here_since: "2026-01-05T12:00:00Z",
    pages: [],
    conversation: null,
    waiting_since: null,
    typing: false,
    ...part,
  };
}

describe("reduceHere", () => {
  it("adds who came, replaces who walked on, removes who left", () => {
    const start = reduceHere({}, { type: "list", visitors: [visitor("a"), visitor("b")] });
    const came = reduceHere(start, { type: "visitors", project: "acme", here: [visitor("c"), visitor("a", { name: "Vera" })], gone: ["b"] });
    expect(Object.keys(came).sort()).toEqual(["a", "c"]);
    expect(came["a"]?.name).toBe("Vera");
    expect(reduceHere(came, { type: "visitor", visitor: visitor("c", { online: false }) })["c"]).toBeUndefined();
  });

  it("takes a whole moment at once, and leaves who did not move the same object", () => {
    const start = reduceHere({}, { type: "list", visitors: [visitor("a"), visitor("b")] });
    const moved = (name: string) => ({ type: "visitors" as const, project: "acme", here: [visitor("a", { name })], gone: ["c"] });
    const came = reduceHere(start, { type: "visitors", project: "acme", here: [visitor("c")], gone: [] }, moved("Vera"), moved("Wanda"));
    expect(Object.keys(came).sort()).toEqual(["a", "b"]);
    expect(came["a"]?.name).toBe("Wanda");
    expect(came["b"]).toBe(start["b"]);
    expect(start["a"]?.name).toBe("");
  });

  it("is sorted by who is here longest", () => {
    const here = reduceHere({}, { type: "list", visitors: [visitor("b", { here_since: "2026-01-05T12:05:00Z" }), visitor("a")] });
    expect(longestFirst(here).map((each) => each.id)).toEqual(["a", "b"]);
  });
});

describe("matches", () => {
  it("finds every word in name, page or origin", () => {
    const vera = visitor("a", {
      name: "Vera",
      pages: [{ url: "https://acme.example/rain-cup", title: "Rain cup", at: "2026-01-05T12:00:00Z" }],
    });
    expect(matches(vera, "vera rain")).toBe(true);
    expect(matches(vera, "vera bowl")).toBe(false);
    expect(matches(vera, "")).toBe(true);
  });
});
