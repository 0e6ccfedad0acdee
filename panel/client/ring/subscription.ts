/** This browser's push subscription: making it, keeping it, and what is to be known of it. */

/** What a browser may hang on for ever: there it says that it could not. */
const PATIENCE_MS = 15_000;

/** Where the server is told, and by which key it sends (panel/notices/shapes.py). */
export interface PushPlace {
  /** The server's public key as base64url; empty where pushes are not set up. */
  key: string;
  worker: string;
  scope: string;
  subscribe: string;
}

export type Permission = NotificationPermission | "unsupported";

export function permission(): Permission {
  return "Notification" in window && "PushManager" in window && "serviceWorker" in navigator ? Notification.permission : "unsupported";
}

export function registration(scope: string): Promise<ServiceWorkerRegistration | undefined> {
  return "serviceWorker" in navigator ? navigator.serviceWorker.getRegistration(scope) : Promise.resolve(undefined);
}

/** How a subscription's address is named between page and server: its SHA-256. */
export async function hashOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The worker's address as what a page with Trusted Types may register: one policy, for one address. */
function nameWorker({ worker }: PushPlace): string {
  interface Factory {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
  }
  const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;
  policy ??= factory?.createPolicy("parley-worker", {
    createScriptURL: (url) => {
      if (url !== worker) throw new TypeError("only the panel's own worker");
      return url;
    },
  });
  return policy?.createScriptURL(worker) ?? worker;
}
let policy: { createScriptURL(url: string): string } | undefined;

/** Registers the worker and subscribes. Asks the person where they were not asked yet. Throws what the browser says. */
export async function subscribe(place: PushPlace): Promise<PushSubscription> {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("permission");
  const registered = await navigator.serviceWorker.register(nameWorker(place), { scope: place.scope });
  await active(registered);
  return renewed(registered, place.key);
}

/** The present subscription, or a new one where there is none, or one by a key that the server has no more. */
export async function renewed(registered: ServiceWorkerRegistration, key: string): Promise<PushSubscription> {
  const present = await registered.pushManager.getSubscription();
  if (present && keyOf(present) === key) return present;
  await present?.unsubscribe();
  return patiently(registered.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
}

function keyOf(subscription: PushSubscription): string {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function active(registered: ServiceWorkerRegistration): Promise<void> {
  const worker = registered.installing ?? registered.waiting;
  if (!worker || registered.active) return;
  await patiently(
    new Promise<void>((resolve) => {
      worker.addEventListener("statechange", () => worker.state === "activated" && resolve());
    }),
  );
}

function patiently<Result>(work: Promise<Result>): Promise<Result> {
  const tooLong = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE_MS));
  return Promise.race([work, tooLong]);
}

/** Tells the server where this browser is called. Throws where it does not take it. */
export async function tell<Browser>(place: PushPlace, subscription: PushSubscription, csrf: string): Promise<Browser> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  const response = await fetch(place.subscribe, { method: "POST", headers, body: JSON.stringify(subscription) });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as Browser;
}

/** Asks the worker whether it is there. How many milliseconds it took, or null. */
export async function askWorker(registered: ServiceWorkerRegistration): Promise<number | null> {
  const worker = registered.active;
  if (!worker) return null;
  const began = performance.now();
  const channel = new MessageChannel();
  const answer = new Promise<void>((resolve) => (channel.port1.onmessage = () => resolve()));
  worker.postMessage("are you there?", [channel.port2]);
  return patiently(answer).then(
    () => Math.max(1, Math.round(performance.now() - began)),
    () => null,
  );
}
