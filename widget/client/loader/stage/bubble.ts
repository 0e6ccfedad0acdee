// The launcher's count and the preview of what was said, while the chat is closed.

import type { Words } from "../../port.ts";
import type { Begun } from "../begun.ts";

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, ...inside: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.append(...inside);
  return element;
}

export class Bubble {
  readonly #begun: Begun;
  readonly #badge = make("u");
  readonly #name = make("small");
  readonly #text = make("span");
  readonly #say = make("button", this.#name, this.#text);
  readonly #dismiss = make("button", "×");
  readonly #bubble = make("div", this.#say, this.#dismiss);
  #words: Words;

  constructor(begun: Begun, toggle: () => void) {
    this.#begun = begun;
    this.#words = begun.config.words;
    this.#bubble.role = "status";
    this.#say.onclick = toggle;
    this.#dismiss.onclick = () => (this.#bubble.hidden = true);
    begun.button.append(this.#badge);
    begun.root.prepend(this.#bubble);
    this.unread(0, "", "");
    this.label(this.#words);
  }

  label(words: Words = this.#words): void {
    const { button, frame } = this.#begun;
    this.#words = words;
    this.#dismiss.ariaLabel = words.dismiss;
    button.ariaLabel = frame.hidden ? words.open : words.close;
    button.ariaExpanded = `${!frame.hidden}`;
  }

  turn(open: boolean): void {
    this.#begun.frame.hidden = !open;
    this.#bubble.hidden = true;
    this.label();
  }

  unread(count: number, name: string, text: string): void {
    this.#badge.hidden = !count;
    this.#badge.textContent = count > 99 ? "99+" : `${count}`;
    this.#name.textContent = name;
    this.#text.textContent = text;
    this.#bubble.hidden = !count || !text || !this.#begun.frame.hidden;
  }
}
