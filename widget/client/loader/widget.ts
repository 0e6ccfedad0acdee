// The widget on the host page: its commands, and the port to the frame.

import { HANDED_ON } from "../port.ts";
import type { Handover, ToFrame, ToLoader } from "../port.ts";
import type { Config } from "./config.ts";
import { Launcher } from "./launcher.ts";
import { followPages, pageNow } from "./pages.ts";
import { lockPage } from "./phone.ts";
import { openStore } from "./store.ts";
import type { Store } from "./store.ts";

type Listener = (data: unknown) => void;

export class Widget {
  readonly #config: Config;
  readonly #store: Store;
  readonly #launcher: Launcher;
  readonly #gone: () => void;
  readonly #listeners: Record<string, Set<Listener>> = {};
  readonly #stopFollowing = followPages(() => this.#tell({ t: "page", value: pageNow() }));
  #port: MessagePort | null = null;
  /** What the page said before the frame was there. */
  #waiting: ToFrame[] = [];
  #open = false;
  #release = (): void => undefined;

  constructor(config: Config, gone: () => void) {
    this.#config = config;
    this.#gone = gone;
    this.#store = openStore(config.key);
    this.#launcher = new Launcher(config, () => this.#turn(!this.#open));
    const load = (): void => this.#load();
    this.#launcher.button.onpointerenter = this.#launcher.button.onfocus = load;
    // Safari has no idle callback.
    if (config.live || this.#store.get("token")) (self.requestIdleCallback ?? setTimeout)(load);
  }

  /** `window.parley(name, first, second)` */
  run(name: string, first: never, second: never): void {
    const handed = HANDED_ON.find((one) => one === name);
    const commands: Record<string, () => unknown> = {
      open: () => this.#turn(true),
      close: () => this.#turn(false),
      toggle: () => this.#turn(!this.#open),
      show: () => (this.#launcher.host.hidden = false),
      hide: () => (this.#launcher.host.hidden = true),
      on: () => (this.#listeners[first] ??= new Set()).add(second),
      off: () => this.#listeners[first]?.delete(second),
      destroy: () => this.#destroy(),
    };
    if (handed) this.#tell({ t: handed, value: first });
    else if (Object.hasOwn(commands, name)) commands[name]?.();
    else console.info("Parley: unknown command", name);
  }

  #emit(name: string, data?: unknown): void {
    this.#listeners[name]?.forEach((listener) => listener(data));
  }

  #turn(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    this.#release();
    this.#launcher.turn(open);
    if (open) {
      this.#load();
      this.#release = lockPage(this.#launcher.frame, () => this.#turn(false));
      this.#launcher.frame.focus();
    } else this.#launcher.button.focus();
    this.#tell({ t: "open", value: open });
    this.#emit(open ? "open" : "close");
  }

  #destroy(): void {
    this.#turn(false);
    this.#stopFollowing();
    this.#port?.close();
    this.#launcher.host.remove();
    this.#gone();
  }

  #load(): void {
    this.#launcher.load(`${this.#config.origin}/w/${this.#config.key}/`, () => this.#connect());
  }

  /** The frame is there. Whoever answers at another origin gets nothing: the browser compares it. */
  #connect(): void {
    const { port1, port2 } = new MessageChannel();
    const store = this.#store;
    this.#port?.close();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(data as ToLoader);
    const handover: Handover = {
      parley: "port",
      keeps: store.set("k", "") && store.set("k", null),
      token: store.get("token"),
      pending: store.all("out:"),
      draft: store.get("draft"),
      page: pageNow(),
      locale: document.documentElement.lang,
      open: this.#open,
    };
    this.#launcher.frame.contentWindow?.postMessage(handover, this.#config.origin, [port2]);
    this.#waiting.splice(0).forEach((message) => port1.postMessage(message));
    this.#launcher.focusAgain();
  }

  #tell(message: ToFrame): void {
    if (this.#port) return this.#port.postMessage(message);
    // Page and state are in the handover; only what somebody asked for must wait.
    if (message.t === "page" || message.t === "open") return;
    this.#waiting.push(message);
    this.#load();
  }

  /** Only the frame holds the other end of the port; what it says is still taken as data, name by name. */
  #hear(message: ToLoader): void {
    const launcher = this.#launcher;
    if (message.t === "keep") this.#store.set(`${message.name}`, message.value === null ? null : `${message.value}`);
    if (message.t === "open") this.#turn(!!message.open);
    if (message.t === "words") launcher.label(message.words);
    if (message.t === "paint") launcher.paint(`${message.color}`, `${message.on}`);
    if (message.t === "unread") launcher.unread(+message.count, message.name, message.text);
    if (message.t === "event") this.#emit(`${message.name}`, message.data);
  }
}
