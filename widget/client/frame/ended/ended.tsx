// After the end: did it help, asked once, and the way to write again.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { newId } from "../../../../chat/client/new_id.ts";
import { t } from "../../../../chat/client/t.ts";
import { partnerOf } from "../header.tsx";
import type { ScreenOptions } from "../home.tsx";
import { Icon } from "../icons.tsx";
import { firstName } from "../person.tsx";
import type { Session } from "../session.ts";
import { Copy } from "./copy.tsx";

const THUMB = "M6.5 9.5l3-6c1.2 0 2 .8 2 2V8h3.2a1.5 1.5 0 0 1 1.5 1.8l-1 5a1.5 1.5 0 0 1-1.5 1.2H3.5V9.5h3V16";

/** Returns whether the rating was stored. */
async function rate(session: Session, score: number, comment: string): Promise<boolean> {
  const { conversation } = session.store.value;
  const reply = await session.ask({ type: "rate", client_id: newId(), score, comment });
  if (reply && conversation) session.store.set({ conversation: { ...conversation, rating: { score, comment } } });
  return reply !== null;
}

export function Ended({ again, ...options }: ScreenOptions & { again: () => void }): JSX.Element {
  const { state, session, configuration: { desk } } = options;
  const { conversation } = state;
  const [changing, change] = useState(false);
  const name = partnerOf(state)?.name;
  const question = name ? t("Did {name} help you?", { name: firstName(name) }) : t("Did we help you?");
  return (
    <>
      {conversation && desk.rating && (changing || !conversation.rating) && (
        <Rating question={question} session={session} given={conversation.rating} done={() => change(false)} />
      )}
      {conversation?.rating && !changing && (
        <p class="thanks" role="status">
          {t("Thank you for your rating.")}{" "}
          <button class="link" onClick={() => change(true)}>
            {t("Change it")}
          </button>
        </p>
      )}
      <div class="after">
        <Copy {...options} />
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
      <svg class={`icon ${look}`} viewBox="0 0 20 20" aria-hidden="true">
        <path d={THUMB} />
      </svg>
      {label}
    </label>
  );
}

interface RatingOptions {
  question: string;
  session: Session;
  given: { score: number; comment: string } | null;
  done(): void;
}

function Rating({ question, session, given, done }: RatingOptions): JSX.Element {
  const [score, setScore] = useState(given?.score ?? 0);
  const [comment, setComment] = useState(given?.comment ?? "");
  const [state, setState] = useState<"" | "busy" | "failed">("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setState("busy");
    if (await rate(session, score, comment.trim())) done();
    else setState("failed");
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
