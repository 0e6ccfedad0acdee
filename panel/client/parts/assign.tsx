/** The assign menu: a field that finds, who is here and how many chats each has, and nobody. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape, OperatorShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { assign, assigning } from "../store/actions.ts";
import { firstName } from "../words.ts";
import { steer } from "./chooser.tsx";
import { useDismiss, usePanel } from "./context.ts";
import { Avatar, Icon } from "./marks.tsx";

interface AssignProps {
  conversation: ConversationShape;
}

export function AssignButton({ conversation }: AssignProps) {
  const { boot } = usePanel();
  const box = useRef<HTMLSpanElement>(null);
  useDismiss(box, assigning.value, () => (assigning.value = false));
  const holder = conversation.assignee;
  const words = !holder ? t("Assign") : holder.id === boot.member.id ? t("You") : firstName(holder.name);
  return (
    <span class="anchor" ref={box}>
      <button
        class="btn quiet sm assign"
        aria-expanded={assigning.value}
        onClick={() => (assigning.value = !assigning.value)}
      >
        {holder ? <Avatar of={holder} size="sm" /> : <Icon name="userplus" class="s" />}
        <span class="wide-only" aria-hidden="true">
          {words}
        </span>
        <span class="vh">{holder ? t("Assigned to {name}. Change", { name: holder.name }) : t("Assign")}</span>
        <Icon name="down" class="xs" />
      </button>
      {assigning.value && <AssignMenu conversation={conversation} />}
    </span>
  );
}

/** One choice of the menu; `to` null is nobody. */
interface Choice {
  to: OperatorShape | null;
}

/** The member first, then who is here, then the rest, each by name; nobody at the end. */
function choicesFor(operators: readonly OperatorShape[], me: string, query: string): Choice[] {
  const wanted = query.trim().toLowerCase();
  const rank = (each: OperatorShape) => (each.id === me ? 0 : each.available ? 1 : 2);
  const people = operators
    .filter((each) => each.role !== "viewer" && each.name.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .map((to) => ({ to }));
  return t("Nobody").toLowerCase().includes(wanted) ? [...people, { to: null }] : people;
}

function AssignMenu({ conversation }: AssignProps) {
  const panel = usePanel();
  const query = useSignal("");
  const note = useSignal("");
  const at = useSignal(0);
  const choices = choicesFor(panel.inbox.state.value.operators, panel.boot.member.id, query.value);
  const holder = conversation.assignee?.id ?? null;
  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    assigning.value = false;
    void assign(panel, conversation, choice.to?.id ?? null, note.value.trim());
  };
  const find = (text: string) => {
    query.value = text;
    at.value = 0;
  };
  const step = (by: number) => (at.value = (at.value + by + choices.length) % Math.max(1, choices.length));
  const onKeyDown = (event: KeyboardEvent) => steer(event, step, () => take(choices[at.value]));
  return (
    <div class="menu" role="dialog" aria-label={t("Assign to")}>
      <Find at={at.value} onFind={find} onKeyDown={onKeyDown} />
      <div role="listbox" id="assign-choices" aria-label={t("People")}>
        {choices.map((choice, place) => (
          <Option
            key={choice.to?.id ?? "nobody"}
            choice={choice}
            place={place}
            active={place === at.value}
            chosen={holder === (choice.to?.id ?? null)}
            onTake={() => take(choice)}
          />
        ))}
      </div>
      <label class="with-note">
        <span class="vh">{t("Note for whoever gets it")}</span>
        <input class="input" maxLength={2000} placeholder={t("Note for whoever gets it")} dir="auto" onInput={(event) => (note.value = event.currentTarget.value)} onKeyDown={onKeyDown} />
      </label>
    </div>
  );
}

interface FindProps {
  at: number;
  onFind(text: string): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** The focus stays in the field; the arrows move the choice below it, and in the note below too: Enter gives it to whom they have chosen. */
function Find({ at, onFind, onKeyDown }: FindProps) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []); // at once: the next key is typed into it
  return (
    <label class="search">
      <Icon name="search" class="s" />
      <span class="vh">{t("Find a person")}</span>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="assign-choices"
        aria-activedescendant={`assign-${at}`}
        placeholder={t("Person")}
        onInput={(event) => onFind(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}

interface OptionProps {
  choice: Choice;
  place: number;
  active: boolean;
  chosen: boolean;
  onTake(): void;
}

function Option({ choice, place, active, chosen, onTake }: OptionProps) {
  const { boot } = usePanel();
  const { to } = choice;
  const name = to && (to.id === boot.member.id ? t("{name}, you", { name: firstName(to.name) }) : to.name);
  return (
    <div
      id={`assign-${place}`}
      class={`mi${active ? " on" : ""}${to && !to.available ? " absent" : ""}`}
      role="option"
      aria-selected={chosen}
      onClick={onTake}
    >
      {to ? <Avatar of={to} size="sm" /> : <Icon name="inbox" />}
      <bdi>{name ?? t("Nobody")}</bdi>
      <span>{chosen ? <Icon name="check" class="s" /> : load(to)}</span>
    </div>
  );
}

function load(to: OperatorShape | null): string {
  if (!to) return t("back to Unassigned");
  return to.available ? tn("here, 1 open", "here, {n} open", to.chats) : t("away");
}
