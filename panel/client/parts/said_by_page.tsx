/** In the visitor's column: what the page says of them, which nobody has signed: attributes, and what happened. */

import type { EventShape, VisitorShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { shortTime } from "../words.ts";

type Value = string | number | boolean;

/** As the page gave it: a truth value in words, a number as the reader writes it. */
export function valueOf(value: Value): string {
  if (typeof value === "boolean") return value ? t("Yes") : t("No");
  return typeof value === "number" ? value.toLocaleString() : value;
}

export function Attributes({ visitor }: { visitor: VisitorShape }) {
  const named = Object.entries(visitor.data);
  if (!named.length && visitor.page_consent === null) return null;
  return (
    <section>
      <h2>{t("From your page")}</h2>
      <dl class="facts">
        {visitor.page_consent !== null && (
          <>
            <dt>{t("Consent")}</dt>
            <dd>{visitor.page_consent ? t("Given") : t("Refused")}</dd>
          </>
        )}
        {named.map(([name, value]) => (
          <>
            <dt>
              <bdi>{name}</bdi>
            </dt>
            <dd>
              <bdi>{valueOf(value)}</bdi>
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}

export function Events({ visitor }: { visitor: VisitorShape }) {
  if (!visitor.events.length) return null;
  return (
    <section>
      <h2>{t("What happened")}</h2>
      <ol class="trail">
        {[...visitor.events].reverse().map((event) => (
          <li key={event.at + event.name}>
            <span title={detailOf(event)}>
              <bdi>{event.name}</bdi>
              {Object.keys(event.data).length > 0 && <small class="event-data">{detailOf(event)}</small>}
            </span>
            <time dateTime={event.at}>{shortTime(event.at, now.value)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** "price: 12, size: large" */
export function detailOf({ data }: Pick<EventShape, "data">): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}: ${valueOf(value)}`)
    .join(", ");
}
