// What the loader hands to its second part, which is loaded when the chat is: what stands on the page, and what was said so far.

import type { Config } from "./config.ts";
import type { Store } from "./store.ts";

/** `parley(name, first, second)` */
export type Command = ArrayLike<unknown>;

export interface Begun {
  config: Config;
  store: Store;
  host: HTMLElement;
  root: ShadowRoot;
  button: HTMLButtonElement;
  frame: HTMLIFrameElement;
  /** The frame's document is there already. */
  loaded?: boolean;
  /** Things may be kept, and the page may be looked at. */
  agreed: boolean;
  waiting: Command[];
  /** What `window.parley` does. */
  say(...command: unknown[]): void;
  /** Set by the automatic messages and the looks: hears each command first. */
  told?(command: Command): void;
  /** The automatic messages have begun. */
  ruled?: boolean;
  /** Set by the second part: names the launcher for what it does now. */
  label?(): void;
  /** Set by the second part: the launcher's count and the preview beside it. */
  unread?(count: number, name: string, text: string): void;
  /** Other products' names whose calls shall be understood: `data-compat` of the tag. */
  compat: string;
  /** Set by the second part: takes commands from then on. */
  run?(command: Command): void;
  /** Set by the second part: takes back what it did to the page. */
  end?(): void;
  ended?: boolean;
}
