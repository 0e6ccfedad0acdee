/** What articles say that messages name: asked for once, and known from then on. */

import type { ArticleShape, ArticleTextShape } from "#wire";
import type { Panel } from "./panel.ts";

const asked = new WeakMap<Panel, Map<string, Promise<ArticleShape | null>>>();

/** The text behind an address: the one that it leads to, else the first that is published. Null for what nobody can read any more. */
export async function articleText(panel: Panel, slug: string, href: string): Promise<ArticleTextShape | null> {
  const known = asked.get(panel) ?? new Map<string, Promise<ArticleShape | null>>();
  asked.set(panel, known);
  const answer = known.get(slug) ?? panel.api.article(slug).catch(() => null);
  known.set(slug, answer);
  const article = await answer;
  if (!article) known.delete(slug); // the line may have been away: the next one asks anew
  return article && textAt(article, href);
}

function textAt({ texts }: ArticleShape, href: string): ArticleTextShape | null {
  const published = Object.values(texts).filter((text) => text.published);
  return published.find(({ url }) => href.startsWith(url)) ?? published[0] ?? null;
}

/** In the visitor's language where it is published in that, else in the first one: the page it leads to knows the others. */
export function textFor({ texts }: ArticleShape, locale: string): ArticleTextShape | null {
  const theirs = texts[locale.slice(0, 2)];
  return theirs?.published ? theirs : (Object.values(texts).find(({ published }) => published) ?? null);
}
