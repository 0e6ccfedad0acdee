// Pages written for Intercom: `Intercom("boot", …)` and its other methods, queued before or called now, and `intercomSettings`.

import type { Begun } from "../loader/begun.ts";
import { given, hear, put, say } from "./speak.ts";
import type { Words } from "./speak.ts";

type Method = ArrayLike<unknown>;

interface IntercomWindow {
  Intercom?: { q?: ArrayLike<Method> };
  intercomSettings?: Words;
}

const HEARD: Record<string, string> = { onShow: "open", onHide: "close", onUnreadCountChange: "unread", onUserEmailSupplied: "form:submitted" };
/** What is not about the person, and would only clutter what operators see of them. */
const SETTINGS = /^(app_id|api_base|user_hash|intercom_user_jwt|session_duration|alignment|(horizontal|vertical)_padding|action_color|background_color)$/;

function update({ user_id, email, name, phone, signature, expires, jwt, custom_attributes, language_override, hide_default_launcher, ...rest }: Words): void {
  const data: Words = { ...(custom_attributes as Words) };
  for (const key in rest) if (!SETTINGS.test(key) && typeof rest[key] !== "object") data[key] = rest[key];
  if (language_override) say("locale", language_override);
  if (hide_default_launcher !== undefined) say(hide_default_launcher ? "hide" : "show");
  const who = given({ id: user_id, email, name, phone, signature, expires, jwt });
  let named = false;
  for (const field in who) named = !!field;
  if (named) say("identify", who);
  say("set", data);
}

function call(method: Method): void {
  const name = `${method[0] as string}`;
  const first = method[1];
  if (name === "boot" || name === "update") update((first as Words | undefined) ?? {});
  else if (name === "shutdown") say("reset");
  else if (name === "show" || name === "showMessages" || name === "showSpace") say("open");
  else if (name === "showNewMessage") say(...(first === undefined ? ["open"] : ["message", first]));
  else if (name === "hide") say("close");
  else if (name === "trackEvent") say("track", first, method[2]);
  else hear(HEARD, name, first);
}

export default function intercom(begun: Begun): void {
  const page = window as IntercomWindow;
  const queue = page.Intercom?.q;
  put(begun, "Intercom", (...method: unknown[]) => call(method));
  if (page.intercomSettings) update(page.intercomSettings);
  for (let place = 0; place < (queue?.length ?? 0); place += 1) call(queue?.[place] ?? []);
}
