// What the loader and the frame say to each other over their MessagePort.

/** Raw: the frame strips it before it goes anywhere. */
export interface Page {
  url: string;
  title: string;
  referrer: string;
}

/** The first message, posted with the port to the frame's exact origin. */
export interface Handover {
  parley: "port";
  /** Whether the host page's storage works. If not, the frame keeps the token itself. */
  keeps: boolean;
  token: string | null;
  /** Pending messages as they were put, JSON each. */
  pending: string[];
  draft: string | null;
  page: Page;
  /** The host page's language and direction. */
  locale: string;
  open: boolean;
}

/** Commands of `window.parley` that the frame answers: the loader hands them on. */
export const HANDED_ON = ["identify", "message", "locale", "color", "reset"] as const;

/** Loader → frame. */
export type ToFrame =
  | { t: "page"; value: Page }
  | { t: "open"; value: boolean }
  | { t: (typeof HANDED_ON)[number]; value: unknown };

export interface Words {
  open: string;
  close: string;
  dismiss: string;
}

/** Frame → loader. */
export type ToLoader =
  | { t: "keep"; name: string; value: string | null }
  | { t: "unread"; count: number; name: string; text: string }
  | { t: "words"; words: Words }
  | { t: "open"; open: boolean }
  | { t: "paint"; color: string; on: string }
  | { t: "event"; name: string; data: unknown };
