/** The project switcher: where you are, where else you work, and who waits there. Switching keeps each project's place. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ProjectShape } from "#wire";
import { ground } from "../../../chat/client/color.ts";
import { t, tn } from "../../../chat/client/t.ts";
import { clock } from "../../../chat/client/time.ts";
import { placeOf } from "../memory.ts";
import { go, isPlainClick, pathOf } from "../route.ts";
import { everywhere } from "../work/everywhere.tsx";
import { useDismiss, usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export function Projects() {
  const panel = usePanel();
  const open = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  useDismiss(box, open.value, () => (open.value = false));
  return (
    <div class="anchor project-anchor" ref={box}>
      <button class="project" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        <Tile project={panel.project} />
        <span>
          <b>
            <bdi>{panel.project.name}</bdi>
          </b>
          <small>
            <Presence />
          </small>
        </span>
        <Icon name="updown" />
      </button>
      {open.value && <ProjectMenu close={() => (open.value = false)} />}
    </div>
  );
}

function Presence() {
  const panel = usePanel();
  if (panel.away.value) return <>{t("List as of {time}", { time: clock(panel.inbox.loadedAt.value) })}</>;
  const { operators } = panel.inbox.state.value;
  if (operators.length <= 1) return <>{t("Only you so far")}</>;
  const here = operators.filter((each) => each.available).length;
  return <>{tn("1 operator online", "{n} operators online", here)}</>;
}

function ProjectMenu({ close }: { close: () => void }) {
  const { boot, project, mayEdit } = usePanel();
  return (
    <div class="menu project-menu">
      <p class="menu-h">{t("Projects")}</p>
      <ul>
        {boot.projects.map((each) => (
          <li key={each.id}>
            <a class="mi" href={placeIn(each)} aria-current={each.id === project.id ? "true" : undefined} onClick={(event) => follow(event, each)}>
              <Tile project={each} />
              <bdi>{each.name}</bdi>
              <span>
                {each.id === project.id ? <Icon name="check" class="s" /> : <WaitingIn project={each} />}
              </span>
            </a>
          </li>
        ))}
      </ul>
      {boot.projects.length > 1 && (
        <>
          <hr />
          <button class="mi" onClick={() => (close(), (everywhere.value = !everywhere.value))}>
            <Icon name="inbox" />
            {everywhere.value ? t("This project alone") : t("All projects in one list")}
          </button>
        </>
      )}
      {mayEdit && (
        <>
          <hr />
          <a class="mi" href="/panel/projects/new/">
            <Icon name="plus" />
            {t("Add project")}
          </a>
        </>
      )}
    </div>
  );
}

function WaitingIn({ project }: { project: ProjectShape }) {
  if (!project.waiting) return null;
  return <b class="waits">{tn("1 waiting", "{n} waiting", project.waiting)}</b>;
}

/** In this window and without a reload, unless another one is asked for. */
function follow(event: MouseEvent, project: ProjectShape): void {
  if (!isPlainClick(event)) return;
  event.preventDefault();
  go({ page: "inbox", project: project.id, conversation: placeOf(project.id).conversation });
}

/** Where this member was in a project when they left it. */
function placeIn(project: ProjectShape): string {
  return pathOf({ page: "inbox", project: project.id, conversation: placeOf(project.id).conversation });
}

/** The project's tile in its own colour. The colour is a customer's: set by script, since styles in markup are off. */
export function Tile({ project }: { project: ProjectShape }) {
  const tile = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const [brand, onBrand] = ground(project.color);
    tile.current?.style.setProperty("--brand", brand);
    tile.current?.style.setProperty("--on-brand", onBrand);
  }, [project.color]);
  return (
    <span class="tile" ref={tile} aria-hidden="true">
      {[...project.name][0]?.toUpperCase()}
    </span>
  );
}
