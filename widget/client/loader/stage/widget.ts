// The widget on the host page: its commands, its listeners, and the port to the frame.

import type { HandedOn, Handover, ToFrame, ToLoader, Who } from "../../port.ts";
import type { Begun, Command } from "../begun.ts";
import { sheetOf } from "../launcher.ts";
import { Bubble } from "./bubble.ts";
import { followPages, pageNow } from "./pages.ts";
import { lockPage } from "./phone.ts";
import css from "./stage.css?inline";
import { allKept } from "../store.ts";
import type { Store } from "../store.ts";

type Listener = (data: unknown) => void;

const HANDED_ON = /^(identify|message|locale|color|reset|set|track|consent|rule)$/;
const nothing = (): void => undefined;

export class Widget {
  readonly #begun: Begun;
  readonly #store: Store;
  readonly #bubble: Bubble;
  readonly #listeners: Record<string, Listener[]> = Object.create(null) as Record<string, Listener[]>;
  #stopFollowing = nothing;
  #port: MessagePort | null = null;
  /** What the page said before the frame was there. */
  readonly #waiting: ToFrame[] = [];
  #who: Who | null = null;
  #open = false;
  #release = nothing;

  constructor(begun: Begun) {
    const { root, frame } = (this.#begun = begun);
    this.#store = begun.store;
    const sheets = root.adoptedStyleSheets;
    sheets[sheets.length] = sheetOf(css + begun.config.css); // the looks again: they come last
    this.#bubble = new Bubble(begun, () => this.#turn(!this.#open));
    frame.onload = () => this.#connect();
    if (begun.loaded) this.#connect();
    this.#follow();
  }

  run(command: Command): void {
    const name = `${command[0]}`;
    const first = command[1];
    const second = command[2] as Listener;
    const heard = this.#listeners[`${first as string}`];
    if (name === "open" || name === "close" || name === "toggle") this.#turn(name === "toggle" ? !this.#open : name === "open");
    else if (name === "on" || name === "off") this.#listeners[`${first as string}`] = changed(heard, second, name === "on");
    else if (HANDED_ON.test(name)) this.#handOn(name as HandedOn, first, second);
    else this.#emit("error", { command: name });
  }

  #handOn(name: HandedOn, first: unknown, second: unknown): void {
    if (name === "track") this.#emit("track", { name: first, data: second });
    if (name === "identify") this.#who = whoNow(this.#who, first as Who);
    if (name === "reset") this.#who = null;
    if (name === "consent") this.#agree(!!first);
    this.#tell({ t: name, value: name === "track" ? { name: first, data: second } : name === "identify" ? this.#who : first });
  }

  /** Each listener as a task of its own: what the page's code throws is the page's, and stops nobody else's. */
  #emit(name: string, data?: unknown): void {
    const heard = this.#listeners[name];
    for (let place = 0; place < (heard?.length ?? 0); place += 1) setTimeout(heard?.[place] as Listener, 0, data);
  }

  /** What was kept goes when they do not agree, and nothing more is. */
  #agree(agreed: boolean): void {
    this.#begun.agreed = agreed;
    if (!agreed) allKept(this.#begun.config.key, "", true);
    this.#follow();
  }

  #follow(): void {
    this.#stopFollowing();
    this.#stopFollowing = this.#begun.agreed ? followPages(() => this.#tell({ t: "page", value: pageNow(true) })) : nothing;
  }

  #turn(open: boolean): void {
    if (open === this.#open) return;
    const { frame, button } = this.#begun;
    this.#open = open;
    this.#release();
    this.#bubble.turn(open);
    if (open) {
      this.#release = lockPage(frame, () => this.#turn(false));
      frame.focus();
    } else {
      this.#release = nothing;
      button.focus();
    }
    this.#tell({ t: "open", value: open });
    this.#emit(open ? "open" : "close");
  }

  label(): void {
    this.#bubble.label();
  }

  unread(count: number, name: string, text: string): void {
    this.#bubble.unread(count, name, text);
  }

  end(): void {
    this.#open = false;
    this.#release();
    this.#stopFollowing();
    this.#port?.close();
  }

  /** The frame is there. Whoever answers at another origin gets nothing: the browser compares it. */
  #connect(): void {
    const { port1, port2 } = new MessageChannel();
    const { config, frame, agreed } = this.#begun;
    const store = this.#store;
    this.#port?.close();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#hear(data as ToLoader);
    const handover: Handover = {
      parley: "port",
      keeps: agreed && store.set("k", "") && store.set("k", null),
      asks: !agreed,
      token: agreed ? store.get("token") : null,
      pending: agreed ? allKept(config.key, "out:") : [],
      draft: agreed ? store.get("draft") : null,
      page: pageNow(agreed),
      who: this.#who,
      locale: document.documentElement.lang,
      open: this.#open,
    };
    frame.contentWindow?.postMessage(handover, config.origin, [port2]);
    for (let place = 0; place < this.#waiting.length; place += 1) port1.postMessage(this.#waiting[place]);
    this.#waiting.length = 0;
    this.#focusAgain();
  }

  /** Chromium sends the keys to the page when the frame got the focus before its document: it only looks focused. */
  #focusAgain(): void {
    const { frame, root } = this.#begun;
    if (root.activeElement !== frame) return;
    frame.blur();
    frame.focus();
  }

  #tell(message: ToFrame): void {
    if (this.#port) this.#port.postMessage(message);
    // Page, state and who it is are in the handover; only what somebody asked for besides must wait.
    else if (!/^(page|open|identify)$/.test(message.t)) this.#waiting[this.#waiting.length] = message;
  }

  /** Only the frame holds the other end of the port; what it says is still taken as data, name by name. */
  #hear(message: ToLoader): void {
    const { host, agreed } = this.#begun;
    if (message.t === "keep" && agreed) this.#store.set(`${message.name}`, message.value === null ? null : `${message.value}`);
    if (message.t === "forget") this.#who = null;
    if (message.t === "consent" && message.given !== agreed) this.run(["consent", !!message.given]);
    if (message.t === "open") this.#turn(!!message.open);
    if (message.t === "words") this.#bubble.label(message.words);
    if (message.t === "paint") {
      host.style.setProperty("--w", `${message.color}`);
      host.style.setProperty("--on", `${message.on}`);
    }
    if (message.t === "unread") this.unread(+message.count, message.name, message.text);
    if (message.t === "event") this.#emit(`${message.name}`, message.data);
  }
}

/** Said in parts it adds up; another id, or another JWT, is somebody else. */
function whoNow(before: Who | null, said: Who | null): Who {
  const other = said?.jwt !== undefined || (said?.id !== undefined && said.id !== before?.id);
  return other ? { ...said } : { ...before, ...said };
}

/** The listeners without one, and with it again at the end: added twice it is there once. No method of arrays: pages change them. */
function changed(heard: Listener[] | undefined, one: Listener, on: boolean): Listener[] {
  const next: Listener[] = [];
  for (let place = 0; place < (heard?.length ?? 0); place += 1) if (heard?.[place] !== one) next[next.length] = heard?.[place] as Listener;
  if (on && typeof one === "function") next[next.length] = one;
  return next;
}
