// Which pages a pattern means.

import { describe, expect, it } from "vitest";
import { isShownOn, meansPage } from "./page_pattern.ts";

describe.each([
  ["/", ["shop.test/"], ["shop.test/a"]],
  ["/cart", ["shop.test/cart", "shop.test/cart/", "www.shop.test/cart"], ["shop.test/cart/1", "shop.test/my/cart", "shop.test/carts"]],
  ["/cart/", ["shop.test/cart", "shop.test/cart/"], ["shop.test/cart/1"]],
  ["/checkout/*", ["shop.test/checkout/", "shop.test/checkout/pay/card"], ["shop.test/checkout", "shop.test/a/checkout/b"]],
  ["/checkout*", ["shop.test/checkout", "shop.test/checkouts/1"], ["shop.test/de/checkout"]],
  ["*/checkout", ["shop.test/checkout", "shop.test/de/checkout"], ["shop.test/checkout/pay"]],
  ["/*/sale/*", ["shop.test/de/sale/x"], ["shop.test/sale/x", "shop.test/de/sale"]],
  ["/a*a", ["shop.test/aa", "shop.test/aba"], ["shop.test/a"]],
  ["*", ["shop.test/", "shop.test/x"], []],
  ["shop.test/*", ["shop.test/", "shop.test/x"], ["www.shop.test/x", "evil.test/shop.test/x"]],
  ["*.shop.test/*", ["www.shop.test/x"], ["shop.test/x"]],
  ["shop.test:8080/x", ["shop.test:8080/x"], ["shop.test/x"]],
  ["/.*", ["shop.test/.well-known"], ["shop.test/x"]],
])("%s", (pattern, means, others) => {
  const page = (address: string): [host: string, path: string] => [address.slice(0, address.indexOf("/")), address.slice(address.indexOf("/"))];
  it.each(means)("means %s", (address) => expect(meansPage(pattern, ...page(address))).toBe(true));
  it.each(others)("does not mean %s", (address) => expect(meansPage(pattern, ...page(address))).toBe(false));
});

describe("shown", () => {
  it.each([
    [[], [], "/x", true],
    [["/x"], [], "/x", true],
    [["/x"], [], "/y", false],
    [["/x*"], ["/x/no"], "/x/no", false],
    [[], ["/cart"], "/cart", false],
    [[], ["/cart"], "/", true],
  ])("only %j, never %j: %s %s", (only, never, path, shown) => expect(isShownOn(only, never, "shop.test", path)).toBe(shown));
});

it("is not slowed by stars", () => {
  const steps = "a".repeat(50_000);
  expect(meansPage(`/${"*a".repeat(40)}*b`, "shop.test", `/${steps}`)).toBe(false);
});
