/** Which days, and whose conversations. */

import { t } from "../../../chat/client/t.ts";
import type { ReportsStore } from "./store.ts";

export function Filters({ store }: { store: ReportsStore }) {
  const { departments, operators, tags } = store.choices.value;
  const only = store.only.value;
  return (
    <form class="report-filters" role="search" aria-label={t("Which conversations")} onSubmit={(event) => event.preventDefault()}>
      <Days store={store} />
      <Choice
        id="report-department"
        words={t("Department")}
        value={only.department}
        rows={departments.map(({ id, name }) => ({ id, name }))}
        none={t("Without one")}
        onChoose={(department) => store.narrow({ department })}
      />
      <Choice
        id="report-operator"
        words={t("Operator")}
        value={only.operator}
        rows={operators.filter(({ role }) => role !== "viewer").map(({ id, name }) => ({ id, name }))}
        none={t("Nobody’s")}
        onChoose={(operator) => store.narrow({ operator })}
      />
      <Choice
        id="report-tag"
        words={t("Tag")}
        value={only.tag}
        rows={tags.map(({ name }) => ({ id: name, name }))}
        onChoose={(tag) => store.narrow({ tag })}
      />
    </form>
  );
}

function Days({ store }: { store: ReportsStore }) {
  const span = store.shown.value?.summary.span;
  const since = store.since.value || (span?.since ?? "");
  const until = store.until.value || (span?.until ?? "");
  return (
    <>
      <div>
        <label for="report-since">{t("From")}</label>
        <input id="report-since" class="input" type="date" value={since} max={until} onChange={(event) => store.between(event.currentTarget.value, until)} />
      </div>
      <div>
        <label for="report-until">{t("Until")}</label>
        <input id="report-until" class="input" type="date" value={until} min={since} onChange={(event) => store.between(since, event.currentTarget.value)} />
      </div>
    </>
  );
}

interface ChoiceProps {
  id: string;
  words: string;
  value: string;
  rows: readonly { id: string; name: string }[];
  none?: string;
  onChoose(id: string): void;
}

function Choice({ id, words, value, rows, none, onChoose }: ChoiceProps) {
  return (
    <div>
      <label for={id}>{words}</label>
      <select id={id} class="input" value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{t("All")}</option>
        {none && <option value="none">{none}</option>}
        {rows.map((each) => (
          <option key={each.id} value={each.id}>
            {each.name}
          </option>
        ))}
      </select>
    </div>
  );
}
