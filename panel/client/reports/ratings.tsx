/** How visitors rated, whom, and what the newest said. */

import type { OperatorFiguresShape, RatedShape, RatedTalkShape, RatingsShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { Avatar } from "../parts/marks.tsx";
import { firstName } from "../words.ts";
import { number, percent, shortDay } from "./words.ts";

const SHOWN = 5;

export function Satisfaction({ ratings, operators }: { ratings: RatingsShape; operators: readonly OperatorFiguresShape[] }) {
  const { rated } = ratings;
  const people = operators.filter((each) => each.figures.rated.ratings > 0).slice(0, SHOWN);
  return (
    <section class="card" aria-labelledby="satisfaction">
      <div class="card-h">
        <h2 id="satisfaction">{t("Satisfaction")}</h2>
        <p>{tn("1 rating", "{n} ratings", rated.ratings)}</p>
      </div>
      <div class="card-b rated">
        {rated.ratings === 0 && <p class="hint">{t("Nobody rated in this period. The question comes at the end of each chat.")}</p>}
        {rated.ratings > 0 && <Shares rated={rated} />}
        {people.length > 0 && (
          <ul class="rank">
            {people.map(({ operator, figures }) => (
              <li key={operator.id}>
                <Avatar of={operator} size="sm" />
                <bdi>{operator.name}</bdi>
                <span class="num">{percent(figures.rated.good, figures.rated.ratings)}</span>
                <meter min={0} max={figures.rated.ratings} value={figures.rated.good} aria-label={t("Rated good, {name}", { name: operator.name })} />
              </li>
            ))}
          </ul>
        )}
        {ratings.comments.slice(0, 2).map((each) => (
          <Said key={each.conversation} of={each} />
        ))}
      </div>
    </section>
  );
}

const PARTS = [
  { name: "good", ink: "ink-1", word: () => t("Good") },
  { name: "fine", ink: "ink-2", word: () => t("Fine") },
  { name: "bad", ink: "ink-bad", word: () => t("Bad") },
] as const;

function Shares({ rated }: { rated: RatedShape }) {
  const grow = (share: number) => (element: HTMLElement | null) => element?.style.setProperty("flex-grow", String(share));
  return (
    <div>
      <div class="stackbar" aria-hidden="true">
        {PARTS.map(({ name, ink }) => rated[name] > 0 && <i key={name} class={ink} ref={grow(rated[name])} />)}
      </div>
      <ul class="legend">
        {PARTS.map(({ name, ink, word }) => (
          <li key={name}>
            <i class={`box ${ink}`} aria-hidden="true" />
            {word()} {percent(rated[name], rated.ratings)} <span class="vh">({number(rated[name])})</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Said({ of }: { of: RatedTalkShape }) {
  const who = of.visitor || t("Visitor");
  const date = shortDay(of.asked_at.slice(0, 10));
  return (
    <blockquote class="in-words">
      <p>
        <bdi>{of.comment}</bdi>
      </p>
      <footer>
        {of.operator
          ? t("{who}, about {operator}, {date}", { who, operator: firstName(of.operator.name), date })
          : t("{who}, {date}", { who, date })}
      </footer>
    </blockquote>
  );
}
