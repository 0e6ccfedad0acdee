// The script tag's code: shows the launcher, brings the frame, and answers `window.parley`. At most 3 kB gzipped.

import { fetchConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { Widget } from "./widget.ts";

/** The argument of this whole script: the moving tag calls it with the configuration. */
declare const PARLEY: Config | undefined;

type Command = [name: string, first: never, second: never];

interface Parley {
  (...command: Command): void;
  /** What the page said before this script was there. */
  q?: ArrayLike<unknown>[];
  on?: boolean;
}

declare global {
  interface Window {
    parley?: Parley;
  }
}

function start(config: Config | null): void {
  const before = window.parley;
  if (!config || before?.on) return console.info("Parley: not started");
  const widget = new Widget(config, () => delete window.parley);
  const parley: Parley = (...command) => widget.run(...command);
  parley.on = true;
  window.parley = parley;
  for (const command of before?.q ?? []) parley(...(Array.from(command) as Command));
}

if (PARLEY) start(PARLEY);
else void fetchConfig(document.currentScript as HTMLScriptElement).then(start);
