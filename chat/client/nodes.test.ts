import { expect, test } from "vitest";
import { built } from "./nodes.ts";


test("nodes become elements and texts", () => {
  const place = document.createElement("div");
  place.append(built([["p", {}, "a < b ", ["strong", {}, "c"]], ["a", { href: "/x", title: "t" }, "d"], ["img", { src: "/p", width: "40" }]]));
  expect(place.textContent).toBe("a < b cd");
  expect(place.querySelector("p > strong")?.textContent).toBe("c");
  expect(place.querySelector("a")?.getAttribute("target")).toBe("_blank");
  expect(place.querySelector("img")?.width).toBe(40);
});

test("nothing else does, whatever the nodes say", () => {
  const place = document.createElement("div");
  place.append(
    built([["script", {}, "alert(1)"], ["p", { onclick: "alert(1)", style: "x" }, "text"], ["a", { href: "data:text/html,x" }, "b"], ["img", { src: "data:x" }], 7]),
  );
  expect(place.querySelector("script")).toBeNull();
  expect(place.querySelector("p")?.attributes.length).toBe(0);
  expect(place.querySelector("a")?.hasAttribute("href")).toBe(false);
  expect(place.querySelector("img")?.hasAttribute("src")).toBe(false);
});
