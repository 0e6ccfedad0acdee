// What the page says of its visitor, and asks of the chat: loaded when it says something.

import type { IdentifyReply } from "#wire";
import { FrameError } from "../../../chat/client/wire.ts";
import type { Frame } from "../../../chat/client/wire.ts";
import type { ToFrame, Who } from "../port.ts";
import type { Configuration } from "./configuration.ts";
import type { Host } from "./host.ts";
// Nothing is taken from it: see view.tsx.
import "./index.ts";
import type { Session } from "./session.ts";

const UNSAID_AT_MOST = 50;
const LATER = /^(busy|slow_down|offline)$/;
const LATER_MS = 1_000;
/** What the server has not heard yet: in order, and after the next hello where there is no connection. */
const unsaid: Frame[] = [];
let saying = false;

interface Here {
  host: Host;
  session: Session;
  configuration: Configuration;
  talk(wanted: string): Promise<void>;
}

export async function obey(message: ToFrame, { host, session, configuration, talk }: Here): Promise<void> {
  const { t, value } = message as { t: ToFrame["t"]; value: Who };
  if (t === "locale") await talk(String(value));
  else if (t === "reset") session.reset();
  else if (t === "identify") identify(session, value);
  else if (t === "set") say(session, { type: "set", data: value });
  else if (t === "track") say(session, { ...value, type: "track" });
  else if (t === "consent") {
    if (value) session.keep.allow?.();
    else if (configuration.desk.consent) unagreed(session);
    say(session, { type: "consent", given: !!value });
  } else if (t === "rule") (await import("./rules/live.ts")).obey(value, host, session, configuration);
  else if (t === "color") host.tell({ t: "paint", ...(await import("./view.tsx")).paint(String(value)) });
  else if (t === "message") {
    session.store.set({ prefill: String(value) });
    host.tell({ t: "open", open: true });
  }
}

/** Who the page says this is; said again in each hello. */
function identify(session: Session, who: Who): void {
  session.who = who;
  if (session.store.value.link === "online") void vouch(session);
}

export async function vouch(session: Session): Promise<void> {
  try {
    const { visitor, token } = await session.request<IdentifyReply>({ ...session.who, type: "identify" });
    if (token) session.become(token);
    else session.store.set({ visitor });
    session.emit("identified", { verified: visitor.verified });
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    if (error.code !== "offline") session.emit("identified", { verified: false, error: error.message });
  }
}

/** Taken back on the page it is taken back in the chat: it asks again, and keeps nothing meanwhile. */
function unagreed({ keep, store }: Session): void {
  const { visitor } = store.value;
  keep.held = true;
  if (visitor) store.set({ visitor: { ...visitor, agreed: false } });
}

function say(session: Session, frame: Frame): void {
  if (unsaid.length < UNSAID_AT_MOST) unsaid.push(frame);
  session.welcomed = () => void sayAll(session);
  void sayAll(session);
}

/** What is refused will be refused again; what did not arrive, or came at a bad moment, is said again later: the next connection
 * may stand already. */
async function sayAll(session: Session): Promise<void> {
  if (saying) return;
  saying = true;
  while (unsaid[0] && session.store.value.link === "online") {
    try {
      await session.request(unsaid[0]);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      if (LATER.test(error.code)) {
        setTimeout(() => void sayAll(session), error.retryMs ?? LATER_MS);
        break;
      }
    }
    unsaid.shift();
  }
  saying = false;
}
