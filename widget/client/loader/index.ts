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

/** By itself: for operators who see visitors live, and for who was here before. Safari has no idle callback. */
function bringInTime(begun: Begun): void {
  const { config, agreed, compat, store } = begun;
  if (agreed && config.rules && !begun.ruled) {
    begun.ruled = true;
    void bringPart(begun, config.rules.src);
  }
  if (compat || (agreed && (config.live || store.get("token")))) (self.requestIdleCallback ?? setTimeout)(() => void bring(begun));
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

function run(begun: Begun, command: Command): void {
  const name = `${command[0]}`;
  begun.told?.(command);
  if (name === "on" && command[1] === "ready") setTimeout(command[2] as () => void);
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
  const begun: Begun = { config, store: openStore(config.key), agreed: !config.ask, waiting: [], compat, say: parley, ...showLauncher(config) };
  const { button } = begun;
  if (config.away && !(begun.agreed && begun.store.get("token"))) begun.host.hidden = true;
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
