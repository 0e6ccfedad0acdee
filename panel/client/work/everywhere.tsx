/** The inboxes of all projects in one list: who waits, and for which site. A press opens it in its own project. */

import { useEffect } from "preact/hooks";
import { signal, useSignal } from "@preact/signals";
import type { ConversationShape, ProjectShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { Tile } from "../parts/projects.tsx";
import { Row } from "../parts/row.tsx";
import { TURNS } from "../state/sections.ts";
import type { Turn } from "../state/sections.ts";

/** The pushes of other projects are not heard here. */
const AGAIN_MS = 10_000;

/** Whether all projects are shown in place of this one's list; kept over the way from one to another. */
export const everywhere = signal(false);
/** The project that is shown alone of all; "" for none. */
const only = signal("");

type Found = Record<Turn, readonly ConversationShape[]>;

export function Everywhere() {
  const panel = usePanel();
  const found = useSignal<Found | null>(null);
  const { waiting, all } = panel.inbox.state.value.counts;
  const view = panel.inbox.view.value;
  useEffect(() => {
    let left = false;
    const ask = async () => {
      if (document.hidden) return;
      const [yours, theirs, done] = await Promise.all(TURNS.map((turn) => panel.api.everywhere(view, turn)));
      if (!left && yours && theirs && done) found.value = { yours: yours.results, theirs: theirs.results, done: done.results };
    };
    const again = () => void ask().catch(() => undefined); // away: what is shown stays
    again();
    const timer = setInterval(again, AGAIN_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [view, waiting, all]);
  const { projects } = panel.boot;
  return (
    <div class="list-b everywhere">
      <Only projects={projects} />
      {found.value && TURNS.map((turn) => <Turned key={turn} turn={turn} rows={found.value?.[turn] ?? []} projects={projects} />)}
    </div>
  );
}

function Only({ projects }: { projects: readonly ProjectShape[] }) {
  return (
    <label class="field row">
      <span>{t("Project")}</span>
      <span class="select sm">
        <select class="input" value={only.value} onChange={(event) => (only.value = event.currentTarget.value)}>
          <option value="">{t("Any")}</option>
          {projects.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Icon name="down" class="s" />
      </span>
    </label>
  );
}

interface TurnedProps {
  turn: Turn;
  rows: readonly ConversationShape[];
  projects: readonly ProjectShape[];
}

function Turned({ turn, rows, projects }: TurnedProps) {
  const shown = rows.filter(({ project }) => !only.value || project === only.value);
  if (!shown.length) return null;
  const title = { yours: t("Your turn"), theirs: t("Their turn"), done: t("Done") }[turn];
  return (
    <>
      <h2 class={turn === "yours" ? "turn yours" : "turn"}>{title}</h2>
      <ul>
        {shown.map((each) => (
          <li key={each.id}>
            <Badge project={projects.find(({ id }) => id === each.project)} />
            <Row conversation={each} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Badge({ project }: { project: ProjectShape | undefined }) {
  if (!project) return null;
  return (
    <p class="of-project">
      <Tile project={project} /> <bdi>{project.name}</bdi>
    </p>
  );
}
