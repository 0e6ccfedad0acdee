// What `window.parley` takes: the types of the page's JavaScript API, for pages written in TypeScript.
// Save this file from https://HOST/w/parley.d.ts beside your own sources; it declares `parley` and needs no import.

interface ParleySigned {
  /** Your own id of the person. */
  id: string | number;
  email?: string;
  /** In seconds since 1970, at most an hour ahead. */
  expires: number;
  /** hex(HMAC-SHA256(secret, "v1\n" + id + "\n" + email + "\n" + expires)), made on your server. */
  signature: string;
}

interface ParleyNamed {
  id?: string | number;
  email?: string;
}

interface ParleyPerson {
  name?: string;
  phone?: string;
  data?: ParleyAttributes;
}

/** Signed by your server in one of two ways, or not signed: then operators see that it is unverified. */
type ParleyIdentity = (ParleySigned & ParleyPerson) | { jwt: string } | (ParleyNamed & ParleyPerson & { signature?: undefined; jwt?: undefined });

type ParleyValue = string | number | boolean;

/** At most 50 names of 60 characters; texts of 300 characters. Null takes one away. */
type ParleyAttributes = Record<string, ParleyValue | null>;

interface ParleyEvents {
  /** The script is there. Who listens later is called at once. */
  ready: undefined;
  open: undefined;
  close: undefined;
  "message:sent": { conversation: string };
  "message:received": { conversation: string };
  /** How many messages wait to be read. */
  unread: number;
  "conversation:started": { conversation: string };
  "conversation:ended": { conversation: string };
  "form:submitted": { conversation: string };
  /** What became of `identify`; `error` says why it was refused. */
  identified: { verified: boolean; error?: string };
  /** What this page tracked itself. */
  track: { name: string; data?: Record<string, ParleyValue> };
  /** A command that there is not. Nothing is ever written to the console. */
  error: { command: string };
}

interface Parley {
  (command: "open" | "close" | "toggle" | "show" | "hide" | "reset" | "destroy"): void;
  (command: "identify", who: ParleyIdentity): void;
  (command: "set", attributes: ParleyAttributes): void;
  (command: "track", name: string, data?: Record<string, ParleyValue>): void;
  /** `message` puts a text into the box and opens the chat; a colour is as `#0f616f`. */
  (command: "message" | "locale" | "color", value: string): void;
  (command: "consent", given: boolean): void;
  <Name extends keyof ParleyEvents>(command: "on" | "off", event: Name, listener: (data: ParleyEvents[Name]) => void): void;
  /** Commands said before the script is there. */
  q?: ArrayLike<unknown>[];
}

interface Window {
  parley: Parley;
}

declare const parley: Parley;
