/** The filter beside the search, the views that are kept of it, and ticking many rows. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { SavedViewShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { useDismiss, usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { departments, loadDepartments } from "../store/departments.ts";
import { changeTicked, loadTags, loadViews, said, ticked, views, vocabulary } from "../store/work.ts";
import type { Wants } from "../work_api.ts";
import { priorities } from "./more.tsx";

/** Counts of the kept views are asked for again at most so often. */
const COUNT_AGAIN_MS = 5_000;

export function FilterButton() {
  const { inbox } = usePanel();
  const open = useSignal(false);
  const box = useRef<HTMLSpanElement>(null);
  useDismiss(box, open.value, () => (open.value = false));
  const some = Object.keys(inbox.wants.value).length;
  return (
    <span class="anchor" ref={box}>
      <button
        class={some ? "icon-btn framed on" : "icon-btn framed"}
        aria-label={some ? tn("Filter, 1 set", "Filter, {n} set", some) : t("Filter")}
        aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        <Icon name="filter" />
      </button>
      {open.value && <FilterMenu close={() => (open.value = false)} />}
    </span>
  );
}

function FilterMenu({ close }: { close: () => void }) {
  const panel = usePanel();
  const { inbox } = panel;
  useEffect(() => {
    void loadTags(panel);
    void loadDepartments(panel);
  }, []);
  const wants = inbox.wants.value;
  const set = (name: keyof Wants, value: string) => {
    const rest = Object.fromEntries(Object.entries(wants).filter(([each]) => each !== name)) as Wants;
    const taken = name === "tag" ? [value] : name === "unread" ? true : value;
    void inbox.narrow(value ? { ...rest, [name]: taken } : rest);
  };
  const people = inbox.state.value.operators.map(({ id, name }): [string, string] => [id, name]);
  return (
    <div class="menu filter-menu" role="dialog" aria-label={t("Filter")}>
      <Select name={t("Tag")} value={wants.tag?.[0] ?? ""} set={(to) => set("tag", to)} options={vocabulary.value.map(({ name }) => [name, name])} />
      <Select name={t("State")} value={wants.status ?? ""} set={(to) => set("status", to)} options={[["open", t("Open")], ["snoozed", t("Put off")], ["closed", t("Done")]]} />
      <Select name={t("Assigned")} value={wants.assignee ?? ""} set={(to) => set("assignee", to)} options={[["me", t("Me")], ["none", t("Nobody")], ...people]} />
      <Select name={t("Department")} value={wants.department ?? ""} set={(to) => set("department", to)} options={departments.value.map(({ id, name }) => [id, name])} />
      <Select name={t("Priority")} value={wants.priority ?? ""} set={(to) => set("priority", to)} options={priorities().map(({ value, words }) => [String(value), words])} />
      <label class="check">
        <input type="checkbox" checked={wants.unread === true} onChange={(event) => set("unread", event.currentTarget.checked ? "1" : "")} />
        {t("Unread only")}
      </label>
      {Object.keys(wants).length > 0 && <Keep wants={wants} close={close} />}
      <hr />
      <button class="mi" onClick={() => (close(), (ticked.value = new Set()))}>
        <Icon name="checks" class="s" /> {t("Choose several…")}
      </button>
    </div>
  );
}

interface SelectProps {
  name: string;
  value: string;
  options: readonly (readonly [string, string])[];
  set: (to: string) => void;
}

function Select({ name, value, options, set }: SelectProps) {
  if (!options.length) return null;
  return (
    <label class="field row">
      <span>{name}</span>
      <span class="select sm">
        <select class="input" value={value} onChange={(event) => set(event.currentTarget.value)}>
          <option value="">{t("Any")}</option>
          {options.map(([to, words]) => (
            <option key={to} value={to}>
              {words}
            </option>
          ))}
        </select>
        <Icon name="down" class="s" />
      </span>
    </label>
  );
}

/** Keeps the filter under a name: for oneself, or for everybody. */
function Keep({ wants, close }: { wants: Wants; close: () => void }) {
  const panel = usePanel();
  const name = useSignal("");
  const shared = useSignal(false);
  const keep = async (event: Event) => {
    event.preventDefault();
    const kept = await said(async () => void (await panel.api.work.addView(name.value, wants, !shared.value)));
    await loadViews(panel);
    if (kept) close();
  };
  return (
    <form class="keep" onSubmit={(event) => void keep(event)}>
      <input class="input" required maxLength={60} placeholder={t("Name of the view")} aria-label={t("Name of the view")} onInput={(event) => (name.value = event.currentTarget.value)} />
      {panel.mayEdit && (
        <label class="check">
          <input type="checkbox" onChange={(event) => (shared.value = event.currentTarget.checked)} />
          {t("For everybody")}
        </label>
      )}
      <span class="acts">
        <button type="button" class="btn quiet sm" onClick={() => void panel.inbox.narrow({})}>
          {t("Clear")}
        </button>
        <button class="btn sm">{t("Keep as a view")}</button>
      </span>
    </form>
  );
}

/** The kept views with how many conversations are in each. */
export function SavedViews() {
  const panel = usePanel();
  const askedAt = useRef(0);
  const { all, waiting, unassigned } = panel.inbox.state.value.counts;
  useEffect(() => {
    const ask = () => {
      askedAt.current = Date.now();
      void loadViews(panel);
    };
    const timer = setTimeout(ask, Math.max(0, askedAt.current + COUNT_AGAIN_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [all, waiting, unassigned]);
  if (!views.value.length) return null;
  return (
    <ul class="views" aria-label={t("Views")}>
      {views.value.map((view) => (
        <View key={view.id} view={view} />
      ))}
    </ul>
  );
}

function View({ view }: { view: SavedViewShape }) {
  const panel = usePanel();
  const { inbox } = panel;
  const { id, name, own, wants, count, gone } = view;
  const on = JSON.stringify(wants) === JSON.stringify(inbox.wants.value);
  const remove = async () => {
    await said(async () => void (await panel.api.work.dropView(id)));
    await Promise.all([loadViews(panel), inbox.narrow({})]);
  };
  return (
    <li>
      <button class={on ? "view on" : "view"} aria-pressed={on} onClick={() => void inbox.narrow(on ? {} : wants)}>
        <bdi>{name}</bdi> <small>{gone.length ? "–" : count > 99 ? "99+" : count}</small>
      </button>
      {on && (own || panel.mayEdit) && (
        <button class="icon-btn" aria-label={t("Remove the view {name}", { name })} onClick={() => void remove()}>
          <Icon name="x" class="xs" />
        </button>
      )}
    </li>
  );
}

/** While rows are ticked: what happens to all of them. */
export function Ticked() {
  const panel = usePanel();
  const chosen = ticked.value;
  useEffect(() => void loadTags(panel), []);
  if (!chosen) return null;
  const { inbox, boot } = panel;
  const all = () => (ticked.value = new Set(inbox.rows.value.map(({ id }) => id)));
  const off = chosen.size === 0;
  return (
    <div class="bulk" role="group" aria-label={t("With those that are ticked")}>
      <p>
        <b aria-live="polite">{tn("1 ticked", "{n} ticked", chosen.size)}</b>
        <button class="btn quiet sm" onClick={all}>
          {t("All that are shown")}
        </button>
        <button class="icon-btn" aria-label={t("Close")} onClick={() => (ticked.value = null)}>
          <Icon name="x" class="s" />
        </button>
      </p>
      <p>
        <button class="btn sm" disabled={off} onClick={() => void changeTicked(panel, { status: "closed" })}>
          {t("Done")}
        </button>
        <button class="btn sm" disabled={off} onClick={() => void changeTicked(panel, { assignee: boot.member.id })}>
          {t("Take over")}
        </button>
        <span class="select sm">
          <select class="input" aria-label={t("Give a tag")} disabled={off} value="" onChange={(event) => void changeTicked(panel, { add_tags: [event.currentTarget.value] })}>
            <option value="">{t("Tag")}</option>
            {vocabulary.value.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <Icon name="down" class="s" />
        </span>
      </p>
    </div>
  );
}
