/** What else can be done with the open conversation: unread, priority, macros, merge. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape, MacroShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { Chooser, hitIn } from "../parts/chooser.tsx";
import type { Choice } from "../parts/chooser.tsx";
import { useDismiss, usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import type { Panel } from "../store/panel.ts";
import { loadMacros, macros, menu, merge, runMacro, setPriority, unmerge, unread } from "../store/work.ts";
import { nameOf } from "../words.ts";

const SHOWN = 20;

interface MoreProps {
  conversation: ConversationShape;
}

export function MoreButton({ conversation }: MoreProps) {
  const box = useRef<HTMLSpanElement>(null);
  const open = menu.value === "more" || menu.value === "merge";
  useDismiss(box, open, () => (menu.value = null));
  return (
    <span class="anchor" ref={box}>
      <button class="icon-btn" aria-label={t("More")} aria-expanded={open} onClick={() => (menu.value = open ? null : "more")}>
        <Icon name="more" />
      </button>
      {menu.value === "more" && <MoreMenu conversation={conversation} />}
      {menu.value === "merge" && <MergeMenu conversation={conversation} />}
    </span>
  );
}

/** Where a conversation can be printed and kept. */
function paperOf({ project, id }: ConversationShape): string {
  return `/panel/${project}/inbox/${id}/paper/`;
}

/** The same for whoever only reads. */
export function PaperLink({ conversation }: MoreProps) {
  const words = t("Print, save as PDF or text");
  return (
    <a class="icon-btn" href={paperOf(conversation)} target="_blank" rel="noopener" aria-label={words} title={words}>
      <Icon name="dl" />
    </a>
  );
}

export function priorities(): { value: number; words: string }[] {
  return [
    { value: 2, words: t("Urgent") },
    { value: 1, words: t("High") },
    { value: 0, words: t("Normal") },
    { value: -1, words: t("Low") },
  ];
}

/** Everything that can be done here, as lines: the menu and the palette show them alike. */
export function actsOn(panel: Panel, conversation: ConversationShape, known: readonly MacroShape[]): Choice[] {
  return [
    { id: "unread", icon: "mail", words: t("Mark unread"), aside: <kbd>U</kbd>, take: () => void unread(panel, conversation) },
    { id: "paper", icon: "dl", words: t("Print, save as PDF or text"), take: () => void open(paperOf(conversation), "_blank", "noopener") },
    ...priorities()
      .filter(({ value }) => value !== conversation.priority)
      .map(({ value, words }): Choice => ({ id: `p${value}`, icon: "up2", words: t("Priority: {words}", { words }), take: () => void setPriority(panel, conversation, value) })),
    ...known.map((macro): Choice => ({ id: macro.id, icon: "replay", words: macro.name, aside: t("Macro"), take: () => void runMacro(panel, conversation, macro) })),
    { id: "merge", icon: "people", words: t("Merge into another conversation…"), take: () => setTimeout(() => (menu.value = "merge")) },
    ...(conversation.status === "closed" ? [{ id: "unmerge", icon: "people", words: t("Take a merge apart"), take: () => void unmerge(panel, conversation) }] : []),
  ];
}

function MoreMenu({ conversation }: MoreProps) {
  const panel = usePanel();
  useEffect(() => void loadMacros(panel), []);
  const choices = (query: string): Choice[] =>
    actsOn(panel, conversation, macros.value)
      .filter(({ words }) => words.toLowerCase().includes(query.toLowerCase()))
      .map((each) => {
        const hit = hitIn(each.words, query);
        const take = () => {
          menu.value = null;
          each.take();
        };
        return { ...each, take, ...(hit ? { hit } : {}) };
      });
  return (
    <div class="menu" role="dialog" aria-label={t("More")}>
      <Chooser name="more" label={t("Find an action")} placeholder={t("Action, or “merge”")} icon="search" choices={choices} />
    </div>
  );
}

/** Any other conversation: those of the list, its visitor's own first, and what the words or the number find in all of them. */
function MergeMenu({ conversation }: MoreProps) {
  const panel = usePanel();
  const found = useSignal<{ words: string; rows: readonly ConversationShape[] }>({ words: "", rows: [] });
  const asked = useRef("");
  const search = (words: string) => {
    if (asked.current === words) return;
    asked.current = words;
    panel.api
      .find(words)
      .then(({ results }) => asked.current === words && (found.value = { words, rows: results }))
      .catch(() => undefined); // away: what is loaded is found all the same
  };
  const choices = (query: string): Choice[] => {
    search(query);
    const listed = panel.inbox.rows.value.filter(({ visitor, number }) => `#${number} ${nameOf(visitor)}`.toLowerCase().includes(query.toLowerCase()));
    const fits = new Map([...listed, ...(found.value.words === query ? found.value.rows : [])].map((each) => [each.id, each]));
    fits.delete(conversation.id);
    const own = [...fits.values()].filter(({ visitor }) => visitor.id === conversation.visitor.id);
    return [...new Set([...own, ...fits.values()])].slice(0, SHOWN).map((into): Choice => {
      const words = nameOf(into.visitor);
      const hit = hitIn(words, query);
      const take = () => {
        menu.value = null;
        void merge(panel, conversation, into);
      };
      return { id: into.id, icon: "people", words, aside: `#${into.number}`, take, ...(hit ? { hit } : {}) };
    });
  };
  return (
    <div class="menu" role="dialog" aria-label={t("Merge into another conversation…")}>
      <Chooser name="merge" label={t("Merge into")} placeholder={t("Name, email or #number")} icon="search" choices={choices} />
    </div>
  );
}
