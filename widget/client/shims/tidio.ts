// Pages written for Tidio: `tidioChatApi`, `document.tidioIdentify`, `document.tidioChatLang`, and its events on the document.

import type { Begun } from "../loader/begun.ts";
import { given, hear, put, say } from "./speak.ts";
import type { Words } from "./speak.ts";

interface TidioDocument {
  tidioIdentify?: Words;
  tidioChatLang?: string;
}

const EVENTS: Record<string, string> = {
  ready: "ready",
  open: "open",
  close: "close",
  messageFromVisitor: "message:sent",
  messageFromOperator: "message:received",
  conversationStart: "conversation:started",
  preFormFilled: "form:submitted",
};

function identify({ distinct_id, email, name, phone, signature, expires, jwt, ...data }: Words): void {
  say("identify", given({ id: distinct_id, email, name, phone, signature, expires, jwt, data }));
}

/** Each by itself, or all in a list. */
function tag(names: unknown[], value: true | null): void {
  for (const name of names.flat()) say("set", { [name as string]: value });
}

export default function tidio(begun: Begun): void {
  const { tidioIdentify, tidioChatLang } = document as TidioDocument;
  if (tidioChatLang) say("locale", tidioChatLang);
  if (tidioIdentify) identify(tidioIdentify);
  put(begun, "tidioChatApi", {
    on: (event: string, callback: unknown) => hear(EVENTS, event, callback),
    open: () => say("open"),
    close: () => say("close"),
    show: () => say("show"),
    hide: () => say("hide"),
    display: (shown: boolean) => say(shown ? "show" : "hide"),
    messageFromVisitor: (text: string) => say("message", text),
    setVisitorData(data: Words, done?: () => void) {
      identify(data);
      if (done) setTimeout(done);
    },
    setContactProperties: (data: Words) => say("set", data),
    addVisitorTags: (...names: unknown[]) => tag(names, true),
    removeVisitorTags: (...names: unknown[]) => tag(names, null),
    setColorPalette: (color: string) => say("color", color),
    track: (name: string, data?: Words) => say("track", name, data),
  });
  for (const theirs in EVENTS) say("on", EVENTS[theirs], (data: unknown) => document.dispatchEvent(new CustomEvent(`tidioChat-${theirs}`, { detail: data })));
}
