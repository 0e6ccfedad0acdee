/** A menu with a field: the focus stays in the field, the arrows move the choice below it, Enter takes it. */

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { Icon } from "./marks.tsx";

/** One line. `hit` is where the letters that were typed stand in its words; `ticked` draws a box. */
export interface Choice {
  id: string;
  words: string;
  icon?: string;
  hit?: readonly [number, number];
  aside?: ComponentChildren;
  ticked?: boolean;
  /** A heading above this line. */
  under?: string;
  take: () => void;
}

interface ChooserProps {
  /** Its own in the page, for the ids of its lines. */
  name: string;
  label: string;
  placeholder: string;
  icon: string;
  choices: (query: string) => Choice[];
  /** Said under the lines. */
  foot?: ComponentChildren;
  /** Stays open after a choice, and empties the field. */
  stays?: boolean;
}

/** Where the typed letters stand in a line's words. */
export function hitIn(words: string, query: string): readonly [number, number] | undefined {
  const at = query ? words.toLowerCase().indexOf(query.toLowerCase()) : -1;
  return at < 0 ? undefined : [at, at + query.length];
}

export function Chooser({ name, label, placeholder, icon, choices, foot, stays = false }: ChooserProps) {
  const query = useSignal("");
  const at = useSignal(0);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector(".on")?.scrollIntoView({ block: "nearest" }), [at.value]);
  const shown = choices(query.value.trim());
  const place = Math.min(at.value, Math.max(0, shown.length - 1));
  const take = (choice: Choice | undefined) => {
    choice?.take();
    if (stays && choice) query.value = "";
  };
  const step = (by: number) => (at.value = (place + by + shown.length) % Math.max(1, shown.length));
  const ask = (words: string) => {
    query.value = words;
    at.value = 0;
  };
  return (
    <>
      <Field {...{ name, label, placeholder, icon }} query={query.value} active={shown.length ? place : null} ask={ask} onKeyDown={(event) => steer(event, step, () => take(shown[place]))} />
      <div class="choices" role="listbox" id={`${name}-choices`} aria-label={label} ref={box}>
        {shown.map((choice, index) => (
          <Line key={choice.id} id={`${name}-${index}`} choice={choice} active={index === place} onTake={() => take(choice)} />
        ))}
      </div>
      {foot && <p class="menu-f">{foot}</p>}
    </>
  );
}

interface FieldProps extends Pick<ChooserProps, "name" | "label" | "placeholder" | "icon"> {
  query: string;
  /** The place of the chosen line. */
  active: number | null;
  ask: (words: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Field({ name, label, placeholder, icon, query, active, ask, onKeyDown }: FieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []); // at once: the next key is typed into it
  return (
    <label class="search">
      <Icon name={icon} class="s" />
      <span class="vh">{label}</span>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${name}-choices`}
        aria-activedescendant={active === null ? undefined : `${name}-${active}`}
        placeholder={placeholder}
        value={query}
        onInput={(event) => ask(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}

/** What the arrows and Enter do in a field above lines to choose from. */
export function steer(event: KeyboardEvent, step: (by: number) => void, take: () => void): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if ((!by && event.key !== "Enter") || event.isComposing) return;
  event.preventDefault();
  if (by) step(by);
  else take();
}

interface LineProps {
  id: string;
  choice: Choice;
  active: boolean;
  onTake: () => void;
}

function Line({ id, choice, active, onTake }: LineProps) {
  const { words, icon, hit, aside, ticked, under } = choice;
  return (
    <>
      {under && (
        <div class="menu-h" role="presentation">
          {under}
        </div>
      )}
      <div id={id} class={active ? "mi on" : "mi"} role="option" aria-selected={ticked ?? active} onClick={onTake}>
        {ticked !== undefined && <i class={ticked ? "tick on" : "tick"}>{ticked && <Icon name="check" class="xs" />}</i>}
        {icon && <Icon name={icon} class="s" />}
        <bdi class="grow">
          {hit ? words.slice(0, hit[0]) : words}
          {hit && <u>{words.slice(...hit)}</u>}
          {hit && words.slice(hit[1])}
        </bdi>
        <span>{aside}</span>
      </div>
    </>
  );
}
