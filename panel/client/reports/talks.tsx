/** The conversations behind the numbers, and the way to each. */

import type { TalkFactsShape } from "#wire";
import { locale, t } from "../../../chat/client/t.ts";
import { usePanel } from "../parts/context.ts";
import { go, isPlainClick, pathOf } from "../route.ts";
import type { Route } from "../route.ts";
import { Scrolled } from "./behind.tsx";
import type { Kind, ReportsStore } from "./store.ts";
import { spanOrNone } from "./words.ts";

const KINDS: readonly { kind: Kind; words(): string }[] = [
  { kind: "", words: () => t("All") },
  { kind: "missed", words: () => t("Missed") },
  { kind: "waiting", words: () => t("Not answered yet") },
  { kind: "bad", words: () => t("Rated bad") },
];

export function Talks({ store, zone }: { store: ReportsStore; zone: string }) {
  const rows = store.talks.value;
  return (
    <section class="card" aria-labelledby="talks-h" id="report-talks" tabIndex={-1}>
      <div class="card-h">
        <h2 id="talks-h">{t("Conversations")}</h2>
        <div class="seg end" role="group" aria-label={t("Which conversations")}>
          {KINDS.map(({ kind, words }) => (
            <button key={kind} aria-pressed={store.kind.value === kind} onClick={() => store.show(kind)}>
              {words()}
            </button>
          ))}
        </div>
      </div>
      {rows.length ? (
        <Scrolled head={[t("Conversation"), t("Asked"), t("First response"), t("Time to done"), t("Operator"), t("Rating")]}>
          {rows.map((row) => (
            <Row key={row.conversation} of={row} zone={zone} />
          ))}
        </Scrolled>
      ) : (
        <p class="hint pad" role="status">
          {t("There are none in this period.")}
        </p>
      )}
      {store.next.value && (
        <div class="card-b more">
          <button class="btn" onClick={() => void store.loadTalks(true)}>
            {t("Show more")}
          </button>
        </div>
      )}
    </section>
  );
}

function Row({ of, zone }: { of: TalkFactsShape; zone: string }) {
  const { project } = usePanel();
  const to: Route = { page: "inbox", project: project.id, conversation: of.conversation };
  const follow = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    go(to);
  };
  const asked = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(new Date(of.asked_at));
  return (
    <tr>
      <th scope="row">
        <a href={pathOf(to)} onClick={follow}>
          #{of.number} <bdi>{of.visitor || t("Visitor")}</bdi>
        </a>
      </th>
      <td class="num">{asked}</td>
      <td class="num">{of.missed ? t("Missed") : spanOrNone(of.first_response_s)}</td>
      <td class="num">{spanOrNone(of.resolution_s)}</td>
      <td class="num">
        <bdi>{of.operator?.name ?? "–"}</bdi>
      </td>
      <td class="num">{of.score ? t("{n} of 5", { n: of.score }) : "–"}</td>
    </tr>
  );
}
