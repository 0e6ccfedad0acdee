// What the loader and the frame say to each other over their MessagePort.

/** Raw: the frame strips it before it goes anywhere. */
export interface Page {
  url: string;
  title: string;
  referrer: string;
}

/** Who the page says its visitor is, as it said it. */
export type Who = Record<string, unknown>;

/** The first message, posted with the port to the frame's exact origin. */
export interface Handover {
  parley: "port";
  /** Whether the host page's storage works. If not, the frame keeps the token itself. */
  keeps: boolean;
  /** Nothing may be kept anywhere before the page says that its visitor agrees. */
  asks: boolean;
  token: string | null;
  /** Pending messages as they were put, JSON each. */
  pending: string[];
  draft: string | null;
  page: Page;
  who: Who | null;
  /** The host page's language and direction. */
  locale: string;
  open: boolean;
}

/** Commands of `window.parley` that the frame answers: the loader hands them on, with one value. `rule` is our own, of the automatic messages. */
export type HandedOn = "identify" | "message" | "locale" | "color" | "reset" | "set" | "track" | "consent" | "rule";

/** Loader → frame. */
export type ToFrame =
  | { t: "page"; value: Page }
  | { t: "open"; value: boolean }
  | { t: HandedOn; value: unknown };

export interface Words {
  open: string;
  close: string;
  dismiss: string;
}

/** Frame → loader. */
export type ToLoader =
  | { t: "keep"; name: string; value: string | null }
  | { t: "forget" }
  | { t: "consent"; given: boolean }
  | { t: "unread"; count: number; name: string; text: string }
  | { t: "words"; words: Words }
  | { t: "open"; open: boolean }
  | { t: "paint"; color: string; on: string }
  | { t: "event"; name: string; data: unknown };
