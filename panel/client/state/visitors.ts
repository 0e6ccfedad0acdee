/** Who is on the site, as one value: the list at first, then who came, walked on or left. */

import type { VisitorPush, VisitorShape, VisitorsPush } from "#wire";

export type Here = Readonly<Record<string, VisitorShape>>;

export type HereEvent = { type: "list"; visitors: VisitorShape[] } | VisitorPush | VisitorsPush;

export function reduceHere(here: Here, event: HereEvent): Here {
  switch (event.type) {
    case "list":
      return byId(event.visitors);
    case "visitor":
      return event.visitor.online ? { ...here, [event.visitor.id]: event.visitor } : without(here, [event.visitor.id]);
    case "visitors":
      return { ...without(here, event.gone), ...byId(event.here) };
  }
}

/** Longest on the site first. */
export function longestFirst(here: Here): VisitorShape[] {
  return Object.values(here).sort((a, b) => (a.here_since ?? "").localeCompare(b.here_since ?? "") || a.id.localeCompare(b.id));
}

/** True when every word is in the visitor's name, address, page or origin. */
export function matches(visitor: VisitorShape, query: string): boolean {
  const page = visitor.pages.at(-1);
  const text = [visitor.name, visitor.email, page?.title, page?.url, visitor.referrer].join(" ").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}

function byId(visitors: VisitorShape[]): Here {
  return Object.fromEntries(visitors.map((each) => [each.id, each]));
}

function without(here: Here, gone: string[]): Here {
  return Object.fromEntries(Object.entries(here).filter(([id]) => !gone.includes(id)));
}
