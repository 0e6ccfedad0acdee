/** In the visitor's column: what they gave on request, who asked, when and why. */

import { useEffect } from "preact/hooks";
import type { AnswerShape, ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { answeredIn, ASKS, valueOf } from "../asks.ts";
import { now } from "../clock.ts";
import { firstName, shortTime } from "../words.ts";
import { usePanel } from "./context.ts";

export function GivenOnRequest({ conversation }: { conversation: ConversationShape }) {
  const { visitors, threads } = usePanel();
  const { id } = conversation.visitor;
  const answers = threads.feeds.value[conversation.id]?.messages.filter(answeredIn).length ?? 0;
  useEffect(() => void visitors.askGiven(id), [id, answers]);
  const given = visitors.given.value;
  if (given?.of !== id || !given.answers.length) return null;
  return (
    <section>
      <h2>{t("Given on request")}</h2>
      <dl class="given">
        {given.answers.map((answer) => (
          <Answer key={answer.form_id + answer.ask + answer.label} answer={answer} />
        ))}
      </dl>
    </section>
  );
}

function Answer({ answer }: { answer: AnswerShape }) {
  const { ask, label, value, asked_by, asked_at, purpose, consent } = answer;
  const time = shortTime(asked_at, now.value);
  // Nobody asked, and for no purpose of theirs: it stood in the form before the chat.
  const form = !asked_by && !purpose;
  return (
    <div>
      <dt>{ask === "own" ? <bdi>{label}</bdi> : ASKS[ask]()}</dt>
      <dd dir="auto">{valueOf(value)}</dd>
      <dd class="why">
        {form ? t("Given in the form before the chat, {time}", { time }) : t("Given by the visitor, asked by {name}, {time}:", { name: firstName(asked_by) || t("a bot"), time })}{" "}
        <bdi>{purpose}</bdi>
      </dd>
      {consent && (
        <dd class="why" title={t("Version {version}", { version: consent.version })}>
          <q>{consent.text}</q>
        </dd>
      )}
    </div>
  );
}
