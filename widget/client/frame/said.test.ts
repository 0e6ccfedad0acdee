// What a page says arrives in its order, whatever became of the connection meanwhile.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FrameError } from "../../../chat/client/wire.ts";
import type { Frame } from "../../../chat/client/wire.ts";
import type { ToFrame } from "../port.ts";
import { obey } from "./said.ts";

vi.mock("./index.ts", () => ({}));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it.each(["busy", "slow_down", "offline"])("is said again after %s, also where the line looks as before", async (code) => {
  const heard: unknown[] = [];
  const failures = [new FrameError(code, "")];
  const request = async ({ data }: Frame): Promise<object> => {
    const failure = failures.pop();
    if (failure) throw failure;
    heard.push(data);
    return {};
  };
  const session = { request, store: { value: { link: "online" } } };
  const here = { session } as unknown as Parameters<typeof obey>[1];
  for (const value of [{ turn: 1 }, { turn: 2 }]) void obey({ t: "set", value } as unknown as ToFrame, here);
  await vi.runAllTimersAsync();
  expect(heard).toEqual([{ turn: 1 }, { turn: 2 }]);
});
