// The shell's data in a page's text.

import { expect, it } from "vitest";
import { bootIn } from "./switching.ts";

it("reads what the server has escaped", () => {
  const html = '<p>x</p>\n<script id="panel-data" type="application/json">{"project": "p", "account": {"name": "\\u003C/script\\u003E"}}</script>\n';
  expect(bootIn(html)).toEqual({ project: "p", account: { name: "</script>" } });
});

it("takes no other page for the panel", () => expect(() => bootIn("<h1>Sign in</h1>")).toThrow());
