// What few chats need is loaded when it is needed. Such a module imports "view.tsx", so that the bundler splits nothing else for it.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Link } from "../../../chat/client/text.ts";

/** Files: the tray below the talk, what hangs on messages, and the viewer. */
export const loadFiles = () => import("./files/index.tsx").then(({ ready }) => ready());

/** What `load` brings, once it is wanted and there; loaded again when `again` changes. */
export function useOnNeed<T extends object>(wanted: boolean, load: () => Promise<T>, again?: unknown): T | undefined {
  const [loaded, take] = useState<T>();
  useEffect(() => {
    if (wanted) void load().then(take);
  }, [wanted, again]);
  return loaded;
}

/** Its look comes with it. */
export function wear(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** A message's parts with articles as cards, once somebody has loaded those. */
export const cards: { in?: (parts: readonly (string | Link)[]) => (string | Link | JSX.Element)[] } = {};
