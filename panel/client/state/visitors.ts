/** Who is on the site, as one value: the list at first, then who came, walked on or left. */

import type { VisitorPush, VisitorShape, VisitorsPush } from "#wire";

export type Here = Readonly<Record<string, VisitorShape>>;

export type HereEvent = { type: "list"; visitors: VisitorShape[] } | VisitorPush | VisitorsPush;

/** All of it at once, in order: with thousands on the site each copy counts. Who did not move stays the same object. */
export function reduceHere(here: Here, ...events: HereEvent[]): Here {
  let next: Record<string, VisitorShape> = { ...here };
  for (const event of events) {
    if (event.type === "list") next = {};
    for (const id of event.type === "visitors" ? event.gone : []) delete next[id];
    for (const each of event.type === "list" ? event.visitors : event.type === "visitors" ? event.here : [event.visitor])
      if (each.online) next[each.id] = each;
      else delete next[each.id];
  }
  return next;
}

/** Longest on the site first. Times are all of one form: they sort as they are, which is quicker than by a language's rules. */
export function longestFirst(here: Here): VisitorShape[] {
  return Object.values(here).sort((a, b) => order(a.here_since ?? "", b.here_since ?? "") || order(a.id, b.id));
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** True when every word is in the visitor's name, address, page or origin. */
export function matches(visitor: VisitorShape, query: string): boolean {
  const page = visitor.pages.at(-1);
  const text = [visitor.name, visitor.email, page?.title, page?.url, visitor.referrer].join(" ").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
