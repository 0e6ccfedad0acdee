// An article that an operator has sent: its address in a message becomes a card with its title and first words.

import type { HelpArticleShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { shown } from "../view.tsx";
import * as ask from "./ask.ts";

/** What is drawn in place of a link; undefined for links to anywhere else. */
export function cardOf(href: string): JSX.Element | undefined {
  const root = shown?.configuration.help;
  const found = root && href.startsWith(root) ? /^(?:[a-z]{2}\/)?([a-z0-9-]{3,})\/$/.exec(href.slice(root.length)) : null;
  return found?.[1] ? <Card key={href} slug={found[1]} href={href} /> : undefined;
}

function Card({ slug, href }: { slug: string; href: string }): JSX.Element {
  const [article, show] = useState<HelpArticleShape | null>(null);
  useEffect(() => void ask.article(slug, { card: "1" }).then(show), [slug]);
  return (
    <a class="help-card" href={href} target="_blank" rel="noopener">
      <b>{article?.title ?? href}</b>
      {article && <small>{article.excerpt}</small>}
    </a>
  );
}
