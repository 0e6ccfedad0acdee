// How the browser code's unit tests run: in jsdom, in random order, next to the code they test.
import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    environment: "jsdom",
    include: ["{chat,widget,panel}/client/**/*.test.{ts,tsx}"],
    sequence: { shuffle: true },
    restoreMocks: true,
    testTimeout: 10_000,
  },
});
