// Which page the visitor is on, also in pages that navigate by history.

import type { Page } from "../port.ts";

export const pageNow = (): Page => ({ url: location.href, title: document.title, referrer: document.referrer });

/** Calls `moved` after each navigation. Returns what restores the page's own history functions. */
export function followPages(moved: () => void): () => void {
  // Later: the page sets its title after it navigates.
  const look = (): unknown => setTimeout(moved);
  const restores = (["pushState", "replaceState"] as const).map((name) => {
    const own = history[name];
    const ours = (history[name] = (...entry) => {
      own.apply(history, entry);
      look();
    });
    // Somebody may have wrapped ours since: then it stays, and does nothing that theirs does not.
    return () => history[name] === ours && (history[name] = own);
  });
  addEventListener("popstate", look);
  return () => {
    removeEventListener("popstate", look);
    restores.forEach((restore) => restore());
  };
}
