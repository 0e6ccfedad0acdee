// One article inside the chat, and whether it helped.

import type { HelpArticleShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { built } from "../../../../chat/client/nodes.ts";
import { dayLabel } from "../../../../chat/client/time.ts";
import { t } from "../../../../chat/client/t.ts";
import * as ask from "./ask.ts";

export function Article({ article, open }: { article: HelpArticleShape | null; open: (which: string) => void }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!article) return;
    place.current?.replaceChildren(built(article.body));
    title.current?.focus();
  }, [article]);
  if (!article) return <div class="body" aria-busy="true" />;
  /** A link to another article of the same centre stays in the chat; all others open beside it. */
  const follow = (event: MouseEvent): void => {
    const href = (event.target as Element).closest("a")?.href;
    const slug = href && slugIn(href, article.url);
    if (!slug || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(slug);
  };
  return (
    <>
      <article class="body reads" lang={article.language} dir={article.language === "ar" ? "rtl" : "ltr"}>
        <h2 ref={title} tabIndex={-1}>
          {article.title}
        </h2>
        <p class="by-whom">
          <bdi>{article.author}</bdi>, {dayLabel(article.updated_at, Date.now())} ·{" "}
          <a href={article.url} target="_blank" rel="noopener">
            {t("Open as a page")}
          </a>
        </p>
        <div ref={place} onClick={follow} />
      </article>
      <Answer key={article.id} id={article.id} />
    </>
  );
}

/** The last part of another article's address, where it is one of the same centre. */
export function slugIn(href: string, beside: string): string | null {
  const root = beside.replace(/[^/]+\/$/, "");
  const [slug, ...rest] = href.startsWith(root) ? href.slice(root.length).split("/") : [];
  return slug && /^[a-z0-9-]{3,}$/.test(slug) && !rest[0] ? slug : null;
}

function Answer({ id }: { id: string }): JSX.Element {
  const [given, give] = useState(false);
  const say = (helped: boolean): void => {
    give(true);
    void ask.answer(id, helped);
  };
  return (
    <div class="helped" role="group" aria-label={t("Did this answer it?")}>
      <span role="status">{given ? t("Thank you.") : t("Did this answer it?")}</span>
      {!given && (
        <>
          <button type="button" onClick={() => say(true)}>
            {t("Yes")}
          </button>
          <button type="button" onClick={() => say(false)}>
            {t("No")}
          </button>
        </>
      )}
    </div>
  );
}
