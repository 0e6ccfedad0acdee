// A project's public configuration: inside the moving tag, fetched by the pinned one.

import type { CarriedRules } from "#wire";
import type { PageLooks } from "../looks/index.ts";
import type { Words } from "../port.ts";

export interface Config {
  key: string;
  /** Where the chat lives: the widget's origin. */
  origin: string;
  name: string;
  /** The launcher's colour, already readable, and what stands on it. */
  color: string;
  on: string;
  /** Operators see visitors live: the frame loads after idle, not only at open. */
  live: boolean;
  /** Before `parley("consent", true)` nothing is kept, and of the page only its address is looked at. */
  ask?: boolean;
  /** Nobody is here, and the project then shows its launcher only to whoever has written before. */
  away?: boolean;
  words: Words;
  /** Automatic messages, and where their code is; nothing where there are none. */
  rules?: CarriedRules;
  /** What the project's looks add to the launcher's sheet, and where their code is if they need more. */
  css: string;
  looks?: PageLooks;
}

/** For the pinned tag, `<script src="https://HOST/w/v/….js" data-project="KEY">`. Not by `fetch`, which pages replace. */
export function fetchConfig({ src, dataset }: HTMLScriptElement, start: (config: Config) => void): void {
  const request = new XMLHttpRequest();
  request.open("GET", new URL(`/w/${dataset.project}.json`, src));
  request.responseType = "json";
  request.onload = () => request.status === 200 && start(request.response as Config);
  request.send();
}
