// Articles that a message names: their addresses, and the line above each, which is the article's title where the panel has put it in.

import type { Link } from "./text.ts";

export interface Named {
  /** The last part of the article's address. */
  slug: string;
  href: string;
  /** What stood in the line above; empty for nothing. */
  line: string;
}

/** The parts of a message in order, with what is an article below `root`, where the help centre begins. */
export function articlesIn(parts: readonly (string | Link)[], root: string): (string | Link | Named)[] {
  const found: (string | Link | Named)[] = [];
  for (const part of parts) {
    const before = found.at(-1);
    if (typeof part !== "string") {
      const slug = slugOf(part.href, root);
      const line = (slug && typeof before === "string" && /([^\n]*)\n$/.exec(before)?.[1]) || "";
      // A card stands in a line of its own: the space above it is its own, too.
      if (line) found.splice(-1, 1, (before as string).slice(0, -line.length - 1).trimEnd());
      found.push(slug ? { slug, href: part.href, line } : part);
    } else found.push(typeof before === "object" && "slug" in before ? part.replace(/^\s*\n/, "") : part);
  }
  return found.filter(Boolean);
}

/** "delivery" of ".../help/shop/de/delivery/#part"; null for any other address. */
export function slugOf(href: string, root: string): string | null {
  const rest = root && href.startsWith(root) ? href.slice(root.length) : "";
  return /^(?:[a-z]{2}\/)?([a-z0-9][a-z0-9-]{2,})\/(?:[?#].*)?$/.exec(rest)?.[1] ?? null;
}
