// Pages written for Chatwoot: `$chatwoot`, `chatwootSettings`, `chatwootSDK.run`, and its events on the window.

import type { Begun } from "../loader/begun.ts";
import { given, put, say } from "./speak.ts";
import type { Words } from "./speak.ts";

interface ChatwootWindow {
  chatwootSettings?: { locale?: string; hideMessageBubble?: boolean };
}

const EVENTS: Record<string, string> = { opened: "open", closed: "close", "on-message": "message:received", "on-start-conversation": "conversation:started" };

const set = (data: Words): void => say("set", data);
const take = (name: string): void => say("set", { [name]: null });

export default function chatwoot(begun: Begun): void {
  const { locale, hideMessageBubble } = (window as ChatwootWindow).chatwootSettings ?? {};
  const tell = (name: string, detail?: unknown): unknown => dispatchEvent(new CustomEvent(`chatwoot:${name}`, { detail }));
  const api = {
    hasLoaded: true,
    isOpen: false,
    toggle: (state?: "open" | "close") => say(state ?? "toggle"),
    toggleBubbleVisibility: (state: "show" | "hide") => say(state),
    setUser(id: unknown, { email, name, phone_number, signature, expires, jwt, ...data }: Words = {}) {
      delete data.identifier_hash; // made with another product's key
      say("identify", given({ id, email, name, phone: phone_number, signature, expires, jwt, data }));
    },
    setCustomAttributes: set,
    setConversationCustomAttributes: set,
    deleteCustomAttribute: take,
    deleteConversationCustomAttribute: take,
    setLabel: (name: string) => set({ [name]: true }),
    removeLabel: take,
    setColorScheme: () => undefined, // the project's looks say it
    popoutChatWindow: () => say("open"),
    setLocale: (wanted: string) => say("locale", wanted),
    reset: () => say("reset"),
  };
  if (locale) say("locale", locale);
  if (hideMessageBubble) say("hide");
  say("on", "open", () => (api.isOpen = true));
  say("on", "close", () => (api.isOpen = false));
  for (const theirs in EVENTS) say("on", EVENTS[theirs], (data: unknown) => tell(theirs, data));
  put(begun, "$chatwoot", api);
  put(begun, "chatwootSDK", { run: () => undefined });
  setTimeout(tell, 0, "ready");
}
