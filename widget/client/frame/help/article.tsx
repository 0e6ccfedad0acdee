// One article inside the chat, and whether it helped.

import type { HelpArticleShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { slugOf } from "../../../../chat/client/article_links.ts";
import { built } from "../../../../chat/client/nodes.ts";
import { dayLabel } from "../../../../chat/client/time.ts";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";
import { shown } from "../view.tsx";
import * as ask from "./ask.ts";
import { Thumb } from "./signs.tsx";

interface ArticleOptions extends Pick<ScreenOptions, "state"> {
  article: HelpArticleShape | null;
  open: (which: string) => void;
}

export function Article({ article, open, state }: ArticleOptions): JSX.Element {
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
    const slug = href && slugOf(href, shown?.configuration.help ?? "");
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
        <p class="by-whom" lang={state.locale} dir={document.documentElement.dir as "ltr" | "rtl"}>
          {t("{name}, {time}", { name: article.author, time: dayLabel(article.updated_at) })}
        </p>
        <div ref={place} onClick={follow} />
      </article>
      <Answer key={article.id} id={article.id} />
    </>
  );
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
            <Thumb />
            {t("Yes")}
          </button>
          <button type="button" onClick={() => say(false)}>
            <Thumb down />
            {t("No")}
          </button>
        </>
      )}
    </div>
  );
}
