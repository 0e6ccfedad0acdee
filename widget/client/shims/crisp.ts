// Pages written for Crisp: `$crisp.push([…])`, queued before or pushed now, `$crisp.is(…)`, and its ready trigger.

import type { Begun } from "../loader/begun.ts";
import { hear, put, say } from "./speak.ts";
import type { Words } from "./speak.ts";

type Pushed = ArrayLike<unknown>;

interface CrispWindow {
  $crisp?: ArrayLike<Pushed>;
  CRISP_READY_TRIGGER?: () => void;
  CRISP_RUNTIME_CONFIG?: { locale?: string };
}

const EVENTS: Record<string, string> = {
  "session:loaded": "ready",
  "chat:opened": "open",
  "chat:closed": "close",
  "chat:initiated": "conversation:started",
  "message:sent": "message:sent",
  "message:received": "message:received",
};
const DO: Record<string, string> = { "chat:open": "open", "chat:close": "close", "chat:toggle": "toggle", "chat:show": "show", "chat:hide": "hide", "session:reset": "reset" };
const USER: Record<string, string> = { "user:email": "email", "user:nickname": "name", "user:phone": "phone" };

/** `[["key", value], …]`, or the same wrapped once more, as Crisp takes both. */
function pairs(value: unknown): [string, unknown][] {
  const list = (Array.isArray(value) ? value : []) as unknown[][];
  if (list.length === 1 && Array.isArray(list[0]?.[0])) return list[0] as unknown as [string, unknown][];
  return (Array.isArray(list[0]) ? list : [list]) as [string, unknown][];
}

function set(name: string, value: unknown): void {
  const first = Array.isArray(value) ? (value[0] as unknown) : value;
  const field = USER[name];
  if (field) say("identify", { [field]: first });
  else if (name === "message:text") say("message", first);
  else if (name === "session:data") {
    const data: Words = {};
    if (typeof first === "string") data[first] = (value as unknown[])[1];
    else for (const [key, one] of pairs(value)) data[key] = one;
    say("set", data);
  } else if (name === "session:event") for (const [event, data] of pairs(value)) say("track", event, data);
}

export default function crisp(begun: Begun): void {
  const page = window as CrispWindow;
  const queue = page.$crisp;
  let open = false;
  let unread = 0;
  say("on", "open", () => (open = true));
  say("on", "close", () => (open = false));
  say("on", "unread", (count: number) => (unread = count));
  const push = (pushed: Pushed): void => {
    const verb = pushed[0];
    const name = `${pushed[1] as string}`;
    if (verb === "do" && DO[name]) say(DO[name]);
    else if (verb === "do" && /^message:(send|show)$/.test(name)) say("message", (pushed[2] as unknown[])[1]);
    else if (verb === "set") set(name, pushed[2]);
    else if (verb === "on") hear(EVENTS, name, pushed[2]);
    else if (verb === "off" && EVENTS[name]) say("off", EVENTS[name], pushed[2]);
  };
  if (page.CRISP_RUNTIME_CONFIG?.locale) say("locale", page.CRISP_RUNTIME_CONFIG.locale);
  put(begun, "$crisp", { push, get: (what: string) => (what === "chat:unread:count" ? unread : null), is: (what: string) => (what === "chat:opened" ? open : what === "chat:closed" ? !open : false) });
  for (let place = 0; place < (queue?.length ?? 0); place += 1) push(queue?.[place] ?? []);
  page.CRISP_READY_TRIGGER?.();
}
