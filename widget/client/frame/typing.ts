// Who is typing: our own notices, at most two a second, and the other side's, for as long as they last.

import type { AuthorShape } from "#wire";

const EVERY_MS = 500;
const LASTS_MS = 6_000;

export class TypingNotice {
  readonly #send: (text: string) => void;
  readonly #show: (author: AuthorShape | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #fade: ReturnType<typeof setTimeout> | undefined;
  #next: string | null = null;

  constructor(send: (text: string) => void, show: (author: AuthorShape | null) => void) {
    this.#send = send;
    this.#show = show;
  }

  /** What stands in the box now. */
  wrote(text: string): void {
    this.#next = text;
    if (this.#timer === undefined) this.#flush();
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#next === null) return;
    this.#send(this.#next);
    this.#next = null;
    this.#timer = setTimeout(() => this.#flush(), EVERY_MS);
  }

  heard(author: AuthorShape): void {
    clearTimeout(this.#fade);
    this.#show(author);
    this.#fade = setTimeout(() => this.#show(null), LASTS_MS);
  }

  /** They have said it, or the connection is away. */
  quiet(): void {
    clearTimeout(this.#fade);
    this.#show(null);
  }
}
