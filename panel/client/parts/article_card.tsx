/** An article that was sent: its title and address become a card here, as they do in the visitor's chat. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ArticleTextShape } from "#wire";
import type { Named } from "../../../chat/client/article_links.ts";
import { articleText } from "../store/articles.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export function ArticleCard({ slug, href, line }: Named) {
  const panel = usePanel();
  const text = useSignal<ArticleTextShape | null>(null);
  useEffect(() => {
    let wanted = true;
    void articleText(panel, slug, href).then((found) => {
      if (wanted) text.value = found;
    });
    return () => {
      wanted = false;
    };
  }, [href]);
  const title = text.value?.title ?? "";
  return (
    <>
      {title && line !== title && line}
      <a class="article-card" href={href} target="_blank" rel="noopener">
        <Icon name="book" class="s" />
        <b dir="auto">{title || line || href}</b>
        {text.value && <small dir="auto">{text.value.shown_excerpt}</small>}
      </a>
    </>
  );
}
