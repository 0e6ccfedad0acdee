// Which page the visitor is on, also in pages that navigate by history.

import type { Page } from "../../port.ts";

/** Before the visitor agreed, its address alone. */
export function pageNow(agreed: boolean): Page {
  if (!agreed) return { url: location.href, title: "", referrer: "" };
  return { url: location.href, title: document.title, referrer: document.referrer };
}

/** Calls `moved` after each navigation. Returns what restores the page's own history functions. */
export function followPages(moved: () => void): () => void {
  // Later: the page sets its title after it navigates.
  const look = (): unknown => setTimeout(moved);
  const follow = (name: "pushState" | "replaceState"): (() => void) => {
    const own = history[name];
    // How the page had it: on its prototype, or as a function of its own.
    const was = Object.getOwnPropertyDescriptor(history, name);
    const ours = (history[name] = (...entry) => {
      own.apply(history, entry);
      look();
    });
    return () => {
      // Somebody may have wrapped ours since: then it stays, and does nothing that theirs does not.
      if (history[name] !== ours) return;
      delete (history as Partial<History>)[name];
      if (was) history[name] = own;
    };
  };
  const push = follow("pushState");
  const replace = follow("replaceState");
  addEventListener("popstate", look);
  return () => {
    removeEventListener("popstate", look);
    push();
    replace();
  };
}
