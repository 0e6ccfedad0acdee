/** Puts an article of the help centre into an answer: its title and its address, which the visitor's chat shows as a card. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ArticleShape, ArticleTextShape, ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { draftOf, keepDraft } from "../memory.ts";
import { textFor } from "../store/articles.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

const PAUSE_MS = 160;

interface InsertProps {
  conversation: ConversationShape;
}

export function ArticleButton({ conversation }: InsertProps) {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="btn quiet sm" aria-haspopup="dialog" onClick={() => (open.value = true)}>
        <Icon name="book" class="s" /> {t("Article")}
      </button>
      {open.value && <ArticleDialog conversation={conversation} onClose={() => (open.value = false)} />}
    </>
  );
}

function ArticleDialog({ conversation, onClose }: InsertProps & { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const question = useSignal("");
  const found = useArticles(question.value);
  const locale = useLocale(conversation.visitor.id);
  useEffect(() => dialog.current?.showModal(), []);
  const take = (text: ArticleTextShape) => {
    const draft = draftOf(conversation.id);
    keepDraft(conversation.id, { ...draft, text: `${draft.text.trimEnd()}${draft.text.trim() ? "\n\n" : ""}${text.title}\n${text.url}` });
    dialog.current?.close();
    document.getElementById("composer")?.focus();
  };
  return (
    <dialog class="dialog articles" aria-labelledby="articles-title" ref={dialog} onClose={onClose}>
      <header class="dialog-h">
        <h2 id="articles-title">{t("Send an article")}</h2>
        <button type="button" class="icon-btn" aria-label={t("Close")} onClick={() => dialog.current?.close()}>
          <Icon name="x" />
        </button>
      </header>
      <div class="dialog-b">
        <label class="search">
          <Icon name="search" class="s" />
          <span class="vh">{t("Search articles")}</span>
          <input type="search" value={question.value} placeholder={t("Search articles")} onInput={({ currentTarget }) => (question.value = currentTarget.value)} />
        </label>
        {found && !found.length && <p class="hint">{question.value ? t("No article says this.") : t("Nothing is published yet.")}</p>}
        <ul>{found?.map((article) => <Line key={article.id} article={article} locale={locale} take={take} />)}</ul>
      </div>
    </dialog>
  );
}

function Line({ article, locale, take }: { article: ArticleShape; locale: string; take(text: ArticleTextShape): void }) {
  const text = textFor(article, locale);
  if (!text) return null;
  return (
    <li>
      <button type="button" onClick={() => take(text)}>
        <b dir="auto">{text.title}</b>
        <small dir="auto">{text.shown_excerpt}</small>
      </button>
    </li>
  );
}

/** The visitor's language, once it is known: an article goes to them in that. */
function useLocale(visitor: string): string {
  const { api } = usePanel();
  const locale = useSignal("");
  useEffect(() => {
    api.visitor(visitor).then(
      (facts) => (locale.value = facts.locale),
      () => undefined,
    );
  }, [visitor]);
  return locale.value;
}

/** The published ones that fit, the most read first; null until they are there. */
function useArticles(question: string): readonly ArticleShape[] | null {
  const { api } = usePanel();
  const found = useSignal<readonly ArticleShape[] | null>(null);
  useEffect(() => {
    let wanted = true;
    const asked = setTimeout(
      () =>
        api.articles(question.trim()).then(
          ({ results }) => {
            if (wanted) found.value = results.filter(({ texts }) => Object.values(texts).some(({ published }) => published));
          },
          () => undefined,
        ),
      question ? PAUSE_MS : 0,
    );
    return () => {
      wanted = false;
      clearTimeout(asked);
    };
  }, [question]);
  return found.value;
}
