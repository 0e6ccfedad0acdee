/** The service worker: hears pushes while no page of the panel is open, shows them, says that they came, and opens what was pressed. */

export {};

/** What a push says (panel/notices/payload.py). */
interface Words {
  token: string;
  tag: string;
  url: string;
  title: string;
  body: string;
  event: string;
  at?: number;
  lang?: string;
  dir?: "ltr" | "rtl";
}

/** Of a worker's globals, what is used here: the page's own types and these cannot stand in one program. */
interface Page {
  url: string;
  focused: boolean;
  visibilityState: DocumentVisibilityState;
  focus(): Promise<Page>;
  postMessage(message: unknown): void;
}
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Globals {
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(url: string): Promise<Page | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: string, listener: (event: never) => void): void;
}
const worker = self as unknown as Globals;

const HEARD = "/panel/notices/heard/";
const RENEW = "/panel/notices/browsers/renew/";
/** The pages that the panel's app draws: `/panel/<project>/inbox/…` and its like. */
const APP = /^\/panel\/([^/]+)\/(inbox|visitors)\//;

const projectOf = (url: string): string | undefined => APP.exec(new URL(url, location.origin).pathname)?.[1];

async function pages(): Promise<Page[]> {
  const all = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((page) => projectOf(page.url));
}

function post(url: string, body: unknown): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  // Neither cookie nor session: what proves it is inside the push.
  return fetch(url, { method: "POST", credentials: "omit", headers, body: JSON.stringify(body) }).catch(() => null);
}

/** A page of the same project in front rings by itself; everywhere else it is shown. */
async function ring(words: Words): Promise<void> {
  const project = projectOf(words.url);
  const inFront = (await pages()).some((page) => page.focused && projectOf(page.url) === project);
  const quietly = inFront && words.event !== "unanswered";
  if (!quietly) await show(words);
  await post(HEARD, { token: words.token, way: quietly ? "panel" : "shown" });
}

function show({ title, body, tag, url, at, lang, dir }: Words): Promise<void> {
  const options: NotificationOptions & { renotify: boolean; timestamp?: number } = {
    body,
    tag, // of one conversation only the newest stands there
    renotify: true,
    data: { url },
    lang: lang ?? "",
    dir: dir ?? "auto",
    ...(at ? { timestamp: at } : {}),
  };
  return worker.registration.showNotification(title, options);
}

/** Leads to the conversation: in a page of its project, else in any page of the app, else in a new one. */
async function open(url: string): Promise<void> {
  const there = await pages();
  const page = there.find((each) => projectOf(each.url) === projectOf(url)) ?? there[0];
  try {
    if (!page || !projectOf(url)) throw new Error("no page to open it in");
    await page.focus();
    page.postMessage({ type: "open", url });
  } catch {
    await worker.clients.openWindow(url);
  }
}

/** The browser has changed the subscription by itself: the server is told by the former secret. */
async function renew(former: PushSubscription, given: PushSubscription | null): Promise<void> {
  const fresh = given ?? (await worker.registration.pushManager.subscribe(former.options));
  const secret = new Uint8Array(former.getKey("auth") ?? new ArrayBuffer(0));
  const auth = btoa(String.fromCharCode(...secret)).replace(/\+/g, "-").replace(/\//g, "_");
  await post(RENEW, { endpoint: former.endpoint, auth, subscription: fresh.toJSON() });
}

worker.addEventListener("install", (event: Lasting) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event: Lasting) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("push", (event: Lasting & { data: { json(): Words } | null }) => {
  if (event.data) event.waitUntil(ring(event.data.json()));
});
worker.addEventListener("notificationclick", (event: Lasting & { notification: Notification }) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { url: string }).url));
});
worker.addEventListener(
  "pushsubscriptionchange",
  (event: Lasting & { oldSubscription: PushSubscription | null; newSubscription: PushSubscription | null }) => {
    if (event.oldSubscription) event.waitUntil(renew(event.oldSubscription, event.newSubscription));
  },
);
// "Are you there?" of the page *Why did nothing ring?*
worker.addEventListener("message", (event: MessageEvent) => event.ports[0]?.postMessage("here"));
