// The chat in a window of its own, on a desktop: it goes on as the same visitor, and the one on the page closes. Loaded at the press.

import "./view.tsx";
import type { ViewOptions } from "./view.tsx";

/** Opens it. Token and draft go from one document of ours to the other, past every address and every page: see pop.ts. */
export function popOut({ configuration, keep, close }: ViewOptions): void {
  const opened = open(`/w/${configuration.key}/?pop`, `parley-${configuration.key}`, "popup,width=420,height=720");
  if (!opened) return;
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== opened || origin !== location.origin || data !== "parley") return;
    opened.postMessage({ token: keep.token, draft: keep.draft }, location.origin);
    close?.();
  });
}
