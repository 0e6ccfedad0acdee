// The help's screen: what is searched for, what most people have read, and one article to read.

import type { HelpArticleShape, HelpHomeShape, HelpLineShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";
import { Icon } from "../icons.tsx";
import { Face, firstName } from "../person.tsx";
import * as ask from "./ask.ts";
import { Article } from "./article.tsx";
import { take } from "./open.ts";

const PAUSE_MS = 160;
/** Who stops typing for so long has asked their question. */
const REST_MS = 1_500;

export function Help(options: ScreenOptions): JSX.Element {
  const { state, go, close } = options;
  const [home, setHome] = useState<HelpHomeShape | null>(null);
  const [which, read] = useState(take);
  const [shown, show] = useState<HelpArticleShape | null>(null);
  const [question, write] = useState("");
  const found = useFound(question);
  useEffect(() => void ask.home().then(setHome), [state.locale]);
  useEffect(() => {
    show(null);
    if (which) void ask.article(which).then((article) => (article ? show(article) : read(null)));
  }, [which, state.locale]);
  const back = () => (which ? read(null) : go("home"));
  const lines = found ?? home?.articles ?? [];
  return (
    <>
      <Top {...{ back, close }} label={which ? t("Back to help") : t("Back to home")} topic={shown?.topic} />
      {which ? (
        <Article article={shown} open={read} />
      ) : (
        <div class="body">
          <label class="ask-help">
            <span class="unseen">{t("Search help")}</span>
            <input type="search" value={question} maxLength={200} placeholder={t("Search help")} onInput={(event) => write(event.currentTarget.value)} />
          </label>
          {!found && lines.length > 0 && <h2 class="part">{t("Most read")}</h2>}
          {found?.length === 0 ? <Nothing go={go} /> : <Lines lines={lines} open={read} />}
        </div>
      )}
      {which && <BackToTalk {...options} />}
    </>
  );
}

function Top({ back, close, label, topic }: { back: () => void; close: (() => void) | null; label: string; topic: string | undefined }): JSX.Element {
  return (
    <header class="header">
      <button type="button" class="tool" aria-label={label} onClick={back}>
        <Icon name="left" look="turns" />
      </button>
      <div class="who">
        <h1>{t("Help")}</h1>
        {topic && <p>{topic}</p>}
      </div>
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
            <b>{line.title}</b>
            <small>{line.excerpt}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Whoever reads while a talk is open sees the way back to it, with what was said last. */
function BackToTalk({ state, go }: ScreenOptions): JSX.Element | null {
  const last = state.conversation?.last_message;
  if (state.conversation?.status !== "open" || !last || last.author.kind === "visitor") return null;
  return (
    <button type="button" class="card way back-to" onClick={() => go("chat")}>
      <Face person={last.author} />
      <span>
        <b>{t("Back to {name}", { name: firstName(last.author.name) })}</b>
        <small>{last.text}</small>
      </span>
    </button>
  );
}
