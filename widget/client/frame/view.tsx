// Puts the chat on the screen, the first time it is opened.

import { render } from "preact";
// Nothing is taken from it: so the bundler keeps what both need in one piece, which packs better by 250 bytes.
import "./index.ts";
import { App } from "./app.tsx";
import type { Configuration } from "./configuration.ts";
import type { Keep } from "./keep.ts";
import { paint } from "./looks.ts";
import type { Session } from "./session.ts";

export { paint };

export interface ViewOptions {
  session: Session;
  configuration: Configuration;
  keep: Keep;
  /** Asks the page to close the chat; null on a page of its own. */
  close: (() => void) | null;
}

/** What the chat was shown with, for what is loaded later. */
export let shown: ViewOptions | undefined;

export function show(options: ViewOptions): void {
  const place = document.getElementById("chat");
  if (shown || !place) return;
  shown = options;
  // The first hello says it for certain; what is typed before that is not kept either.
  options.keep.held ??= !options.keep.token && !!options.configuration.desk.consent;
  paint(options.configuration.color, options.configuration.theme);
  render(<App {...options} />, place);
}
