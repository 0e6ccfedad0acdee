/** What else can be done with the open conversation: unread, priority, macros, merge. */

import { useEffect, useRef } from "preact/hooks";
import type { ConversationShape, MacroShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { Chooser, hitIn } from "../parts/chooser.tsx";
import type { Choice } from "../parts/chooser.tsx";
import { useDismiss, usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import type { Panel } from "../store/panel.ts";
import { loadMacros, macros, menu, merge, runMacro, setPriority, unmerge, unread } from "../store/work.ts";
import { nameOf } from "../words.ts";

interface MoreProps {
  conversation: ConversationShape;
}

export function MoreButton({ conversation }: MoreProps) {
  const box = useRef<HTMLSpanElement>(null);
  const open = menu.value === "more";
  useDismiss(box, open, () => (menu.value = null));
  return (
    <span class="anchor" ref={box}>
      <button class="icon-btn" aria-label={t("More")} aria-expanded={open} onClick={() => (menu.value = open ? null : "more")}>
        <Icon name="more" />
      </button>
      {open && <MoreMenu conversation={conversation} />}
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
  const others = panel.inbox.rows.value.filter(({ id }) => id !== conversation.id);
  const own = others.filter(({ visitor }) => visitor.id === conversation.visitor.id);
  return [
    { id: "unread", icon: "mail", words: t("Mark unread"), aside: <kbd>U</kbd>, take: () => void unread(panel, conversation) },
    { id: "paper", icon: "dl", words: t("Print, save as PDF or text"), take: () => void open(paperOf(conversation), "_blank", "noopener") },
    ...priorities()
      .filter(({ value }) => value !== conversation.priority)
      .map(({ value, words }): Choice => ({ id: `p${value}`, icon: "up2", words: t("Priority: {words}", { words }), take: () => void setPriority(panel, conversation, value) })),
    ...known.map((macro): Choice => ({ id: macro.id, icon: "replay", words: macro.name, aside: t("Macro"), take: () => void runMacro(panel, conversation, macro) })),
    ...[...own, ...others.filter((each) => !own.includes(each))].slice(0, 20).map(
      (into): Choice => ({
        id: `m${into.id}`,
        icon: "people",
        words: t("Merge into #{n}, {name}", { n: into.number, name: nameOf(into.visitor) }),
        take: () => void merge(panel, conversation, into),
      }),
    ),
    ...(conversation.status === "closed" ? [{ id: "unmerge", icon: "people", words: t("Take a merge apart"), take: () => void unmerge(panel, conversation) }] : []),
  ];
}

function MoreMenu({ conversation }: MoreProps) {
  const panel = usePanel();
  useEffect(() => void loadMacros(panel), []);
  const choices = (query: string): Choice[] =>
    actsOn(panel, conversation, macros.value)
      .filter(({ id, words }) => (query ? words.toLowerCase().includes(query.toLowerCase()) : !id.startsWith("m")))
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
