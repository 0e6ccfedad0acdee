// The help's screen: what is searched for, what most people have read, and one article to read.

import type { HelpArticleShape, HelpHomeShape, HelpLineShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { isSaid } from "../../../../chat/client/feed.ts";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";
import { Icon } from "../icons.tsx";
import { partnerOf } from "../header.tsx";
import { Face, firstName } from "../person.tsx";
import * as ask from "./ask.ts";
import { Article } from "./article.tsx";
import { Out } from "./signs.tsx";

const PAUSE_MS = 160;
/** Who stops typing for so long has asked their question. */
const REST_MS = 1_500;

export function Help(options: ScreenOptions): JSX.Element {
  const { state, session, go, close } = options;
  const [home, setHome] = useState<HelpHomeShape | null>(null);
  const which = state.reads;
  const read = (reads = ""): void => session.store.set({ reads });
  const [question, write] = useState("");
  const found = useFound(question);
  useEffect(() => void ask.home().then(setHome), [state.locale]);
  useEffect(() => read, []);
  // Whoever came from the talk goes back to it, and not through the list.
  const [direct] = useState(!!which);
  const shown = useArticle(which, state.locale, () => (direct ? go("chat") : read()));
  const back = () => (which && !direct ? read() : go(direct ? "chat" : "home"));
  const lines = found ?? home?.articles ?? [];
  return (
    <>
      <Top {...{ back, close }} label={direct ? t("Back to the chat") : which ? t("Back to help") : t("Back to home")} article={shown} />
      {which ? (
        <Article {...{ state }} article={shown} open={read} />
      ) : (
        <div class="body">
          <label class="ask-help">
            <span class="unseen">{t("Search help")}</span>
            <input type="search" value={question} maxLength={200} placeholder={t("Search help")} onInput={(event) => write(event.currentTarget.value)} />
          </label>
          {!found && lines.length > 0 && <h2 class="part">{t("Most read")}</h2>}
          {found?.length === 0 ? <Nothing go={go} /> : <Lines lines={lines} open={read} />}
          {!found && home && (
            <a class="all-of-it" href={home.url} target="_blank" rel="noopener">
              {t("All articles")}
            </a>
          )}
        </div>
      )}
      {which && <BackToTalk {...options} />}
    </>
  );
}

/** What is read; null until it is there. `gone`: nobody can read it, or the line is away. */
function useArticle(which: string | undefined, locale: string, gone: () => void): HelpArticleShape | null {
  const [article, show] = useState<HelpArticleShape | null>(null);
  useEffect(() => {
    show(null);
    if (which) void ask.article(which).then((found) => (found ? show(found) : gone()));
  }, [which, locale]);
  return article;
}

interface TopOptions {
  back: () => void;
  close: (() => void) | null;
  label: string;
  article: HelpArticleShape | null;
}

function Top({ back, close, label, article }: TopOptions): JSX.Element {
  return (
    <header class="header">
      <button type="button" class="tool" aria-label={label} onClick={back}>
        <Icon name="left" look="turns" />
      </button>
      <div class="who">
        <h1>{t("Help")}</h1>
        {article && (
          <p>
            <bdi>{article.topic}</bdi>
          </p>
        )}
      </div>
      {article && (
        <a class="tool" href={article.url} target="_blank" rel="noopener" aria-label={t("Open as a page")}>
          <Out />
        </a>
      )}
      {close && (
        <button type="button" class="tool" aria-label={t("Close chat")} onClick={close}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

function Nothing({ go }: Pick<ScreenOptions, "go">): JSX.Element {
  return (
    <div role="status">
      <button type="button" class="card way nothing" onClick={() => go("chat")}>
        <span>
          <b>{t("Nothing found. A person knows more.")}</b>
          <small>{t("Send us a message")}</small>
        </span>
        <span class="tip">
          <Icon name="send" />
        </span>
      </button>
    </div>
  );
}

/** What fits the question; null while there is none. */
function useFound(question: string): HelpLineShape[] | null {
  const [found, find] = useState<HelpLineShape[] | null>(null);
  useEffect(() => {
    const asked = new AbortController();
    const q = question.trim();
    if (q.length < 2) {
      find(null);
      return;
    }
    const look = (more: Record<string, string>) => void ask.search(q, more, asked.signal).then((answer) => answer && find(answer.articles));
    const soon = setTimeout(() => look({}), PAUSE_MS);
    const later = setTimeout(() => look({ rest: "1" }), REST_MS);
    return () => {
      asked.abort();
      clearTimeout(soon);
      clearTimeout(later);
    };
  }, [question]);
  return found;
}

export function Lines({ lines, open }: { lines: readonly HelpLineShape[]; open: (which: string) => void }): JSX.Element {
  return (
    <ul class="help-lines">
      {lines.map((line) => (
        <li key={line.id}>
          <button type="button" onClick={() => open(line.id)}>
            <bdi>{line.title}</bdi>
            <small>
              <bdi>{line.excerpt}</bdi>
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Whoever reads while a talk is open sees the way back to it, with what was said last. */
function BackToTalk({ state, go }: ScreenOptions): JSX.Element | null {
  const { conversation } = state;
  const person = partnerOf(state);
  if (conversation?.status !== "open") return null;
  return (
    <button type="button" class="card way back-to" onClick={() => go("chat")}>
      {person && <Face person={person} />}
      <span>
        <b>{person ? t("Back to {name}", { name: firstName(person.name) }) : t("Messages")}</b>
        <small dir="auto">{state.feed.messages.findLast(isSaid)?.text}</small>
      </span>
    </button>
  );
}
