// The script tag's code: shows the launcher, and answers `window.parley`. At most 3 kB gzipped. What a chat needs comes as a second
// part with it. Pages change what every script shares: here no method of arrays, no fetch, no Promise and no JSON is used.

import type { Begun, Command } from "./begun.ts";
import { fetchConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { showLauncher } from "./launcher.ts";
import { openStore } from "./store.ts";

/** The argument of this whole script: the moving tag calls it with the configuration. */
declare const PARLEY: Config | undefined;
/** The second part's file, by this build. */
declare const STAGE: string;

interface Parley {
  (...command: unknown[]): void;
  /** What the page said before this script was there. */
  q?: ArrayLike<Command>;
  on?: boolean;
}

declare global {
  interface Window {
    parley?: Parley;
  }
}

const tag = document.currentScript as HTMLScriptElement | null;

/** Whatever goes wrong is our affair: it never reaches the page's console. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Brings the chat, once: its document and the second part at the same time. */
async function bring(begun: Begun): Promise<void> {
  const { config, button, frame } = begun;
  if (frame.src) return;
  frame.src = `${config.origin}/w/${config.key}/`;
  frame.onload = () => (begun.loaded = true);
  button.before(frame);
  try {
    // eslint-disable-next-line no-unsanitized/method -- our own origin, and a name of this build
    const { begin } = (await import(`${config.origin}/static/${STAGE}`)) as { begin(begun: Begun): void };
    if (!begun.ended) begin(begun);
  } catch {
    // Not reached: the next press tries again.
    frame.remove();
    frame.removeAttribute("src");
  }
}

/** What a project has besides, automatic messages or looks: asked for only where it has some. */
async function bringPart(begun: Begun, src: string): Promise<void> {
  try {
    // eslint-disable-next-line no-unsanitized/method -- our own file, by our own origin's word
    const { start } = (await import(`${begun.config.origin}${src}`)) as { start(begun: Begun): void };
    if (!begun.ended) start(begun);
  } catch {
    // Not reached: this page does without.
  }
}

/** By itself: automatic messages, and the chat for operators who see visitors live, and for who was here before. */
function bringAtRest(begun: Begun): void {
  const { config, agreed, compat, store } = begun;
  if (begun.ended) return;
  if (agreed && config.rules && !begun.ruled) {
    begun.ruled = true;
    void bringPart(begun, config.rules.src);
  }
  if (compat || (agreed && (config.live || store.get("token")))) void bring(begun);
}

/** Once the launcher has been seen and nothing else is to be done: not while the page waits for its styles, nor before anybody looks at it. */
function bringInTime(begun: Begun): void {
  // Safari has no idle callback.
  requestAnimationFrame(() => (self.requestIdleCallback ?? setTimeout)(() => bringAtRest(begun)));
}

function end(begun: Begun): void {
  begun.ended = true;
  begun.end?.();
  begun.host.remove();
  delete window.parley;
}

/** What can wait until a chat is there for another reason. */
const PATIENT = /^(on|off|set|track|consent)$/;

/** Keeps a command for the second part, and brings that where the command cannot wait. */
function wait(begun: Begun, name: string, command: Command): void {
  begun.waiting[begun.waiting.length] = command;
  if (name === "consent") {
    begun.agreed = !!command[1];
    bringInTime(begun);
  } else if (!PATIENT.test(name)) void bring(begun);
}

const { hasOwnProperty } = Object.prototype;

/** A copy of what the page said, such as every port takes, whatever stands behind it: texts, numbers, true and false, three levels deep. */
function plain(said: unknown, deeper = 3): unknown {
  if (typeof said === "bigint") return `${said}`;
  if (typeof said !== "object" || !said) return said;
  if ("toISOString" in said) return (said as Date).toISOString();
  if (!deeper || "nodeType" in said || "window" in said) return undefined;
  const copy = (Symbol.iterator in said ? [] : {}) as Record<string, unknown>;
  for (const name in said) {
    if (!hasOwnProperty.call(said, name)) continue;
    const value = attempt(() => plain((said as typeof copy)[name], deeper - 1));
    if (typeof value !== "function" && typeof value !== "symbol") copy[name] = value;
  }
  return copy;
}

/** Told to whoever listens, also later. Only a function: a text would be run as code. */
function ready(heard: unknown): void {
  if (typeof heard === "function") setTimeout(heard as () => void);
}

function run(begun: Begun, said: Command): void {
  const command = [said[0], plain(said[1]), plain(said[2])];
  const name = `${command[0]}`;
  begun.told?.(command);
  if (name === "on" && command[1] === "ready") ready(command[2]);
  else if (name === "show" || name === "hide") begun.host.hidden = name === "hide";
  else if (name === "destroy") end(begun);
  else if (begun.run) begun.run(command);
  else wait(begun, name, command);
}

function start(config: Config): void {
  const before = window.parley;
  if (before?.on) return;
  const parley: Parley = (...command) => attempt(() => run(begun, command));
  const compat = tag?.dataset.compat ?? "";
  const store = openStore(config.key);
  // What is kept was kept because they agreed, on another page: then nobody asks again.
  const begun: Begun = { config, store, agreed: !config.ask || !!store.get("token"), waiting: [], compat, say: parley, ...showLauncher(config) };
  const { button } = begun;
  if (config.away && !(begun.agreed && store.get("token"))) begun.host.hidden = true;
  parley.on = true;
  window.parley = parley;
  button.onclick = () => parley("toggle");
  button.onpointerenter = button.onfocus = () => void bring(begun);
  const said = before?.q;
  for (let place = 0; place < (said?.length ?? 0); place += 1) attempt(() => run(begun, said?.[place] as Command));
  if (config.looks) void bringPart(begun, config.looks.src);
  bringInTime(begun);
}

attempt(() => (PARLEY ? start(PARLEY) : fetchConfig(tag as HTMLScriptElement, start)));
