// The page around the frame: waits for its port, once, and speaks with it. There is none when the chat was opened directly.

import type { Handover, ToFrame, ToLoader } from "../port.ts";

/** A page that frames us without our loader hands nothing over: then we are on our own. */
const HANDOVER_WITHIN_MS = 4_000;

export interface Host {
  handover: Handover;
  tell(message: ToLoader): void;
  /** Sets the one listener. Messages that came before it are delivered now. */
  hear(listener: (message: ToFrame) => void): void;
}

/** Who may frame us is decided by frame-ancestors; here only our parent counts, and only its first port. */
export function meetHost(): Promise<Host | null> {
  if (parent === window) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), HANDOVER_WITHIN_MS);
    const receive = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== parent || !port || !isHandover(event.data)) return;
      removeEventListener("message", receive);
      clearTimeout(timer);
      resolve(hostOf(port, event.data));
    };
    addEventListener("message", receive);
  });
}

function hostOf(port: MessagePort, handover: Handover): Host {
  return {
    handover,
    tell: (message) => port.postMessage(message),
    hear(listener) {
      port.onmessage = ({ data }) => isToFrame(data) && listener(data);
    },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const areAll = (type: string, ...values: unknown[]): boolean => values.every((one) => typeof one === type);

function isPage(value: unknown): boolean {
  return isRecord(value) && areAll("string", value.url, value.title, value.referrer);
}

function isHandover(value: unknown): value is Handover {
  if (!isRecord(value) || value.parley !== "port" || !isPage(value.page)) return false;
  const { keeps, asks, token, draft, pending, who, locale, open } = value;
  if (!Array.isArray(pending) || !isRecord(who ?? {})) return false;
  return areAll("boolean", keeps, asks, open) && areAll("string", token ?? "", draft ?? "", locale, ...(pending as unknown[]));
}

function isToFrame(message: unknown): message is ToFrame {
  if (!isRecord(message)) return false;
  if (message.t === "page") return isPage(message.value);
  return message.t !== "open" || typeof message.value === "boolean";
}
