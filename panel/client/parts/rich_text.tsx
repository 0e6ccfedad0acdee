/** A message's text: text nodes and links. Nothing that somebody wrote ever becomes other markup. */

import { articlesIn } from "../../../chat/client/article_links.ts";
import { LINK_ATTRIBUTES, partsOf } from "../../../chat/client/text.ts";
import { ArticleCard } from "./article_card.tsx";

interface RichTextProps {
  text: string;
  /** Where the help centre begins: its articles become cards. */
  root?: string | undefined;
}

export function RichText({ text, root = "" }: RichTextProps) {
  return (
    <>
      {articlesIn(partsOf(text), root).map((part, place) =>
        typeof part === "string" ? (
          part
        ) : "slug" in part ? (
          <ArticleCard key={place} {...part} />
        ) : (
          <a key={place} href={part.href} {...LINK_ATTRIBUTES}>
            {part.text}
          </a>
        ),
      )}
    </>
  );
}
