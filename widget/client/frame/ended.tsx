// After the end: did it help, asked once, and the way to write again. Loaded when a chat ends.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { newId } from "../../../chat/client/new_id.ts";
import { t } from "../../../chat/client/t.ts";
import { partnerOf } from "./header.tsx";
import type { ScreenOptions } from "./home.tsx";
import { Icon } from "./icons.tsx";
import { firstName } from "./person.tsx";
import type { Session } from "./session.ts";
import "./view.tsx";

/** Returns whether the rating was stored. */
async function rate(session: Session, score: number, comment: string): Promise<boolean> {
  const { conversation } = session.store.value;
  const reply = await session.ask({ type: "rate", client_id: newId(), score, comment });
  if (reply && conversation) session.store.set({ conversation: { ...conversation, rating: { score, comment } } });
  return reply !== null;
}

export function Ended({ state, session, again }: ScreenOptions & { again: () => void }): JSX.Element {
  const { conversation } = state;
  const name = partnerOf(state)?.name;
  const question = name ? t("Did {name} help you?", { name: firstName(name) }) : t("Did we help you?");
  return (
    <>
      {conversation && !conversation.rating && <Rating question={question} send={(score, comment) => rate(session, score, comment)} />}
      {conversation?.rating && (
        <p class="thanks" role="status">
          {t("Thank you for your rating.")}
        </p>
      )}
      <div class="after">
        <button type="button" class="way" onClick={again}>
          <Icon name="chat" />
          <span>{t("Write again")}</span>
        </button>
      </div>
    </>
  );
}

const YES = 5;
const NOT_REALLY = 2;

function Choice({ label, look, chosen, choose }: { label: string; look: string; chosen: boolean; choose: () => void }): JSX.Element {
  return (
    <label>
      <input type="radio" name="score" checked={chosen} onChange={choose} />
      <Icon name="thumb" look={look} />
      {label}
    </label>
  );
}

function Rating({ question, send }: { question: string; send: (score: number, comment: string) => Promise<boolean> }): JSX.Element {
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState("");
  const [state, setState] = useState<"" | "busy" | "failed">("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setState("busy");
    if (!(await send(score, comment.trim()))) setState("failed");
  };
  return (
    <form class="rating" onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>{question}</legend>
        <Choice label={t("Yes")} look="" chosen={score === YES} choose={() => setScore(YES)} />
        <Choice label={t("Not really")} look="upside-down" chosen={score === NOT_REALLY} choose={() => setScore(NOT_REALLY)} />
      </fieldset>
      {score > 0 && (
        <>
          <label class="field">
            <span>
              {t("Anything to add?")} <em>{t("optional")}</em>
            </span>
            <textarea rows={2} maxLength={1000} value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
          </label>
          <button class="act" aria-busy={state === "busy"} disabled={state === "busy"}>
            {t("Send rating")}
          </button>
        </>
      )}
      {state === "failed" && (
        <p class="problem" role="status">
          {t("This did not go through. Try again.")}
        </p>
      )}
    </form>
  );
}
