// An article that an operator has sent: its title and address in a message become a card, and the article opens in the chat.

import type { HelpArticleShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { articlesIn } from "../../../../chat/client/article_links.ts";
import type { Named } from "../../../../chat/client/article_links.ts";
import type { Link } from "../../../../chat/client/text.ts";
import { shown } from "../view.tsx";
import * as ask from "./ask.ts";
import { read } from "./reading.ts";
import { Book } from "./signs.tsx";

/** A message's parts, articles as cards. */
export const withCards = (parts: readonly (string | Link)[]): (string | Link | JSX.Element)[] =>
  articlesIn(parts, shown?.configuration.help ?? "").map((part) =>
    typeof part === "object" && "slug" in part ? <Card key={part.href} {...part} /> : part,
  );

function Card({ slug, href, line }: Named): JSX.Element {
  const [article, show] = useState<HelpArticleShape | null>(null);
  useEffect(() => void ask.article(slug, { card: "1" }).then(show), [slug]);
  const open = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    read(slug);
  };
  return (
    <>
      {article && line !== article.title && line}
      <a class="help-card" href={href} target="_blank" rel="noopener" onClick={open}>
        <Book />
        <b dir="auto">{article?.title ?? (line || href)}</b>
        {article && <small dir="auto">{article.excerpt}</small>}
      </a>
    </>
  );
}
