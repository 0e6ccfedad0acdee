// What stands on the customer's page: one element with a shadow root, in it the launcher, the preview bubble and the frame.

import type { Words } from "../port.ts";
import type { Config } from "./config.ts";
import css from "./launcher.css?inline";

/** What the frame may do: run, keep its own storage, submit its forms, open links. No top navigation. */
const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, ...inside: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.append(...inside);
  return element;
}

export class Launcher {
  readonly host = document.createElement("parley-chat");
  readonly frame = make("iframe");
  readonly #badge = make("u");
  readonly button = make("button", make("p", make("i"), make("i")), this.#badge);
  readonly #name = make("small");
  readonly #text = make("span");
  readonly #say = make("button", this.#name, this.#text);
  readonly #dismiss = make("button", "×");
  readonly #bubble = make("div", this.#say, this.#dismiss);
  #words: Words;

  constructor(config: Config, toggle: () => void) {
    this.#words = config.words;
    this.#bubble.role = "status";
    this.button.onclick = this.#say.onclick = toggle;
    this.#dismiss.onclick = () => (this.#bubble.hidden = true);
    this.frame.title = config.name;
    this.frame.setAttribute("sandbox", SANDBOX);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const root = this.host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#bubble, this.button);
    this.unread(0, "", "");
    this.paint(config.color, config.on);
    this.turn(false);
    document.documentElement.append(this.host);
  }

  /** Puts the frame in, once. `loaded` is called each time its document is there. */
  load(address: string, loaded: () => void): void {
    if (this.frame.src) return;
    this.frame.src = address;
    this.frame.onload = loaded;
    this.button.before(this.frame);
  }

  /** Chromium sends the keys to the page when the frame got the focus before its document: it only looks focused. */
  focusAgain(): void {
    if (this.host.shadowRoot?.activeElement !== this.frame) return;
    this.frame.blur();
    this.frame.focus();
  }

  label(words = this.#words): void {
    this.#words = words;
    this.#dismiss.ariaLabel = words.dismiss;
    this.button.ariaLabel = this.frame.hidden ? words.open : words.close;
  }

  turn(open: boolean): void {
    this.frame.hidden = !open;
    this.#bubble.hidden = true;
    this.button.ariaExpanded = `${open}`;
    this.label();
  }

  unread(count: number, name: string, text: string): void {
    this.#badge.hidden = !count;
    this.#badge.textContent = count > 99 ? "99+" : `${count}`;
    this.#name.textContent = name;
    this.#text.textContent = text;
    this.#bubble.hidden = !count || !text || !this.frame.hidden;
  }

  /** Both come from `color.ts`, in the frame or on the server: it has no place in 3 kB. */
  paint(color: string, on: string): void {
    this.host.style.setProperty("--w", color);
    this.host.style.setProperty("--on", on);
  }
}
