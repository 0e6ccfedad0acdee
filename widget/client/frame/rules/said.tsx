// An automatic message inside the chat, before it is answered: as the line it will be, and its answers to press.

import type { MessageShape } from "#wire";
import type { JSX } from "preact";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";
import type { Session } from "../session.ts";
import type { Spoken } from "../state.ts";
import { Talk } from "../talk.tsx";
import "../view.tsx";
import css from "./said.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** The timeline with the message at its end. It is stored when it is answered, and then comes like any other. */
export function Said({ state, session }: ScreenOptions): JSX.Element {
  const { rule, feed } = state;
  const messages = rule ? [...feed.messages, lineOf(rule, feed.last + 1)] : feed.messages;
  return (
    <>
      <Talk state={{ ...state, feed: { ...feed, messages } }} session={session} />
      {rule && state.visitor?.agreed !== false && !state.pending.length && <Answers answers={rule.answers} session={session} />}
    </>
  );
}

function lineOf({ id, text, at }: Spoken, number: number): MessageShape {
  return {
    conversation: "",
    number,
    kind: "text",
    author: { kind: "bot", id: null, name: "", avatar: null },
    text,
    data: { automatic: id },
    attachments: [],
    client_id: null,
    created_at: at,
    edited_at: null,
    deleted: false,
  };
}

function Answers({ answers, session }: { answers: readonly string[]; session: Session }): JSX.Element {
  return (
    <p class="quick" role="group" aria-label={t("Answers")}>
      {answers.map((text) => (
        <button key={text} type="button" dir="auto" onClick={() => session.outbox.add({ text })}>
          {text}
        </button>
      ))}
    </p>
  );
}
