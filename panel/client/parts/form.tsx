/** A form in the thread: what was asked and what became of it, and the visitor's answer. */

import type { AnsweredShape, AskedShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { answerTo, ASKS, listed, valueOf } from "../asks.ts";
import type { AskName } from "../asks.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export function Asked({ asked, conversation }: { asked: AskedShape; conversation: string }) {
  const { threads } = usePanel();
  const answer = answerTo(asked.form_id, threads.feeds.value[conversation]?.messages ?? []);
  return (
    <div class="bub asked">
      <p>
        <b>{t("Asked for {what},", { what: listed(asked.asks) })}</b> <bdi>{asked.purpose}</bdi>
      </p>
      {asked.consent && <p class="words">{asked.consent.text}</p>}
      <p class="fate">
        <Icon name={answer ? "check" : "clock"} class="xs" /> {fateOf(answer)}
      </p>
    </div>
  );
}

function fateOf(answer: AnsweredShape | undefined): string {
  if (!answer) return t("Not answered yet");
  return Object.keys(answer.answers).length ? t("Answered") : t("Not now");
}

/** What the visitor gave, each under its name. Nothing is “Not now”. */
export function Given({ answered }: { answered: AnsweredShape }) {
  const given = Object.entries(answered.answers) as [AskName, string | boolean][];
  const own = answered.own ?? [];
  if (!given.length && !own.length) return <p class="bub">{t("Not now")}</p>;
  return (
    <dl class="bub given">
      {given.map(([name, value]) => (
        <div key={name}>
          <dt>{ASKS[name]?.() ?? name}</dt>
          <dd dir="auto">{valueOf(value)}</dd>
        </div>
      ))}
      {own.map(({ label, value }) => (
        <div key={label}>
          <dt dir="auto">{label}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
