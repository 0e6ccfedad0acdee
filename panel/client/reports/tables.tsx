/** By operator, department, tag and project: the same numbers, side by side. */

import type { ComponentChildren } from "preact";
import type { DepartmentFiguresShape, FiguresShape, OperatorFiguresShape, ProjectFiguresShape, TagFiguresShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { Avatar } from "../parts/marks.tsx";
import { Scrolled } from "./behind.tsx";
import { number, percent, span, spanOrNone } from "./words.ts";

const SHOWN_TAGS = 20;

export function Operators({ rows }: { rows: readonly OperatorFiguresShape[] }) {
  const head = [t("Operator"), t("Chats"), t("First response, median"), t("Slowest tenth"), t("Time to done, median"), t("Rated good"), t("Messages"), t("Hours")];
  return (
    <Section id="by-operator" title={t("Operators")} hint={t("Hours are those in which they could answer.")}>
      <Scrolled head={head}>
        {rows.map(({ operator, figures, texts, online_minutes: online }) => (
          <tr key={operator.id}>
            <th scope="row">
              <span class="who">
                <Avatar of={operator} size="sm" />
                <bdi>{operator.name}</bdi>
              </span>
            </th>
            <td class="num">{number(figures.chats)}</td>
            <td class="num">{spanOrNone(figures.first_response.median)}</td>
            <td class="num">{spanOrNone(figures.first_response.p90)}</td>
            <td class="num">{spanOrNone(figures.resolution.median)}</td>
            <td class="num">{good(figures)}</td>
            <td class="num">{number(texts)}</td>
            <td class="num">{online ? span(online * 60) : "–"}</td>
          </tr>
        ))}
      </Scrolled>
    </Section>
  );
}

export function Departments({ rows }: { rows: readonly DepartmentFiguresShape[] }) {
  return (
    <Section id="by-department" title={t("Departments")}>
      <Short
        first={t("Department")}
        rows={rows.map(({ department, figures }) => ({ key: department?.id ?? "", name: department?.name ?? t("Without one"), figures }))}
      />
    </Section>
  );
}

export function Tags({ rows }: { rows: readonly TagFiguresShape[] }) {
  return (
    <Section id="by-tag" title={t("Tags")}>
      {rows.length ? (
        <Short first={t("Tag")} rows={rows.slice(0, SHOWN_TAGS).map(({ tag, figures }) => ({ key: tag, name: tag, figures }))} />
      ) : (
        <p class="hint pad">{t("No conversation of this period has a tag.")}</p>
      )}
    </Section>
  );
}

export function Projects({ rows }: { rows: readonly ProjectFiguresShape[] }) {
  return (
    <Section id="by-project" title={t("Projects")} hint={t("All conversations of these days, whatever the filters say.")}>
      <Short first={t("Project")} rows={rows.map(({ project, figures }) => ({ key: project.id, name: project.name, figures }))} />
    </Section>
  );
}

function Section({ id, title, hint = "", children }: { id: string; title: string; hint?: string; children: ComponentChildren }) {
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-h">
        <h2 id={id}>{title}</h2>
        {hint && <p>{hint}</p>}
      </div>
      {children}
    </section>
  );
}

function Short({ first, rows }: { first: string; rows: readonly { key: string; name: string; figures: FiguresShape }[] }) {
  return (
    <Scrolled head={[first, t("Chats"), t("First response"), t("Missed"), t("Rated good")]}>
      {rows.map(({ key, name, figures }) => (
        <tr key={key}>
          <th scope="row">
            <bdi>{name}</bdi>
          </th>
          <td class="num">{number(figures.chats)}</td>
          <td class="num">{spanOrNone(figures.first_response.median)}</td>
          <td class="num">{number(figures.missed)}</td>
          <td class="num">{good(figures)}</td>
        </tr>
      ))}
    </Scrolled>
  );
}

const good = ({ rated }: FiguresShape): string => (rated.ratings ? percent(rated.good, rated.ratings) : "–");
