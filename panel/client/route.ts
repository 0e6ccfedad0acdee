/** The panel's addresses: which page, which conversation, and moving between them without a reload. */

import { signal } from "@preact/signals";

export type Route =
  | { page: "inbox"; project: string; conversation: string | null }
  | { page: "visitors" | "reports" | "board"; project: string };

const PATTERN = /^\/panel\/([^/]+)\/(?:(visitors)|(reports)(\/board)?|inbox\/([^/]+)|inbox)\/$/;

/** The route of a path, or null where the panel's app has no page. */
export function parse(path: string): Route | null {
  const [, project, visitors, reports, board, conversation] = PATTERN.exec(path) ?? [];
  if (!project) return null;
  if (visitors) return { page: "visitors", project };
  if (reports) return { page: board ? "board" : "reports", project };
  return { page: "inbox", project, conversation: conversation ?? null };
}

export function pathOf(route: Route): string {
  const base = `/panel/${route.project}/${route.page === "board" ? "reports/board" : route.page}/`;
  return route.page === "inbox" && route.conversation ? `${base}${route.conversation}/` : base;
}

/** The present route; starts as the address bar's. */
export const route = signal<Route>(parse(location.pathname) ?? { page: "inbox", project: "", conversation: null });

/** Goes to a page of this project. `replace` keeps J and K from filling the history. */
export function go(to: Route, { replace = false } = {}): void {
  // The query holds ?theme and ?dir, which belong to the window and not to the page.
  const address = pathOf(to) + location.search;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  route.value = to;
}

/** Follows Back and Forward, until `signal` aborts. */
export function followHistory(signal: AbortSignal): void {
  const follow = () => {
    const found = parse(location.pathname);
    if (found) route.value = found;
  };
  addEventListener("popstate", follow, { signal });
}

/** True for a plain click that the app may handle itself; a new tab or window stays the browser's. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
