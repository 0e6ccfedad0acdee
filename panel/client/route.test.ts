// The panel's addresses, there and back.

import { describe, expect, it } from "vitest";
import { parse, pathOf } from "./route.ts";

describe("routes", () => {
  it("are read from a path, and written back", () => {
    for (const path of ["/panel/p1/inbox/", "/panel/p1/inbox/c1/", "/panel/p1/visitors/", "/panel/p1/reports/", "/panel/p1/reports/board/"]) {
      const found = parse(path);
      expect(found && pathOf(found)).toBe(path);
    }
  });

  it("leave other pages to the server", () => {
    for (const path of ["/panel/", "/panel/p1/settings/", "/panel/p1/inbox/c1/x/", "/panel/p1/visitors/v1/", "/panel/p1/reports/x/"])
      expect(parse(path)).toBeNull();
  });
});
