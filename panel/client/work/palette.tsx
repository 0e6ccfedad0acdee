/** The command palette: go to anything, do anything, with one field. Loaded when it is opened first. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { FoundVisitorShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { Chooser, hitIn } from "../parts/chooser.tsx";
import type { Choice } from "../parts/chooser.tsx";
import { usePanel } from "../parts/context.ts";
import { beginCanned, write } from "../parts/composer.tsx";
import { paletteOpen } from "../parts/palette.tsx";
import { shortcutsOpen } from "../parts/shortcuts.tsx";
import { go } from "../route.ts";
import { assigning, choose, setDone } from "../store/actions.ts";
import type { Panel } from "../store/panel.ts";
import { loadMacros, macros, menu } from "../store/work.ts";
import { nameOf } from "../words.ts";
import { preparing } from "./canned.tsx";
import { askedOf } from "./lately.ts";
import { actsOn } from "./more.tsx";

const SHOWN = 6;

export function Palette() {
  const panel = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  const people = useSignal<readonly FoundVisitorShape[]>([]);
  const asked = useRef("");
  useLayoutEffect(() => {
    dialog.current?.showModal();
    void loadMacros(panel);
  }, []);
  const search = (words: string) => {
    if (asked.current === words || words.length < 2) return;
    asked.current = words;
    panel.api
      .search(words)
      .then(({ visitors }) => asked.current === words && (people.value = visitors))
      .catch(() => undefined); // away: what is loaded is found all the same
  };
  const choices = (text: string): Choice[] => {
    const { only, words } = askedOf(text);
    if (only === null) search(words);
    const conversations = only === "acts" ? [] : talks(panel, words, only === "number", people.value);
    const acts = only === "number" ? [] : here(panel);
    const places = only ? [] : goTo(panel);
    const fits = (each: Choice) => each.words.toLowerCase().includes(words.toLowerCase());
    const groups: [string, Choice[]][] = [
      [t("Conversations"), conversations],
      [t("Do, in this conversation"), acts.filter(fits).slice(0, only ? 40 : SHOWN)],
      [t("Go to"), places.filter(fits).slice(0, SHOWN)],
    ];
    return groups.flatMap(([under, lines]) => lines.map((each, place) => drawn(each, words, place ? null : under, dialog.current)));
  };
  return (
    <dialog class="dialog palette" aria-label={t("Go to anything")} ref={dialog} onClose={() => (paletteOpen.value = false)}>
      <Chooser name="palette" label={t("Go to anything")} placeholder={t("A person, #number, > to do")} icon="search" choices={choices} foot={<Keys />} />
    </dialog>
  );
}

function Keys() {
  return (
    <>
      <kbd>↑</kbd> <kbd>↓</kbd> {t("choose")} <kbd>↵</kbd> {t("open")} <kbd>&gt;</kbd> {t("only actions")} <kbd>#</kbd> {t("by number")}
    </>
  );
}

/** The same line, which closes the palette first; with its heading, if it is the first of its group. */
function drawn(choice: Choice, words: string, under: string | null, dialog: HTMLDialogElement | null): Choice {
  const hit = hitIn(choice.words, words);
  const take = () => {
    dialog?.close(); // which gives the focus back
    paletteOpen.value = false;
    choice.take();
  };
  return { ...choice, take, ...(under ? { under } : {}), ...(hit ? { hit } : {}) };
}

function talks(panel: Panel, words: string, byNumber: boolean, people: readonly FoundVisitorShape[]): Choice[] {
  const known = Object.values(panel.inbox.state.value.conversations);
  const wanted = words.toLowerCase();
  const fits = known.filter(({ visitor, number }) => (byNumber ? String(number).startsWith(words) : nameOf(visitor).toLowerCase().includes(wanted)));
  const found = fits
    .sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1))
    .slice(0, SHOWN)
    .map((each): Choice => ({ id: each.id, icon: "chat", words: nameOf(each.visitor), aside: `#${each.number}`, take: () => choose(panel, each.id) }));
  if (byNumber || !wanted) return found;
  const ids = new Set(found.map(({ id }) => id));
  const others = people.flatMap((each): Choice[] => {
    const { conversation } = each;
    return conversation && !ids.has(conversation) ? [{ id: conversation, icon: "user", words: nameOf(each), aside: each.email, take: () => choose(panel, conversation) }] : [];
  });
  return [...found, ...others].slice(0, SHOWN);
}

function here(panel: Panel): Choice[] {
  const id = panel.openConversation();
  const conversation = id ? panel.inbox.conversation(id) : undefined;
  if (!conversation || !panel.mayAct) return [];
  const closed = conversation.status === "closed";
  const later = (act: () => void) => () => setTimeout(act); // once the dialog has given the focus back
  return [
    { id: "reply", icon: "chat", words: t("Reply"), aside: <kbd>R</kbd>, take: later(() => write("text")) },
    { id: "canned", icon: "canned", words: t("Insert a canned reply"), aside: <kbd>/</kbd>, take: later(() => beginCanned(conversation.id)) },
    { id: "prepare", icon: "canned", words: t("Write a canned reply"), take: later(() => (preparing.value = true)) },
    { id: "note", icon: "lock", words: t("Private note"), aside: <kbd>P</kbd>, take: later(() => write("note")) },
    { id: "done", icon: "check", words: closed ? t("Reopen") : t("Done"), aside: <kbd>E</kbd>, take: () => void setDone(panel, conversation, !closed) },
    { id: "snooze", icon: "snooze", words: t("Put off"), aside: <kbd>H</kbd>, take: later(() => (menu.value = "snooze")) },
    { id: "assign", icon: "userplus", words: t("Assign"), aside: <kbd>A</kbd>, take: later(() => (assigning.value = true)) },
    { id: "tag", icon: "tag", words: t("Tags"), aside: <kbd>T</kbd>, take: later(() => (menu.value = "tags")) },
    ...actsOn(panel, conversation, macros.value),
  ];
}

function goTo(panel: Panel): Choice[] {
  const { project, boot, mayEdit, mayAct } = panel;
  const projects = boot.projects.filter(({ id }) => id !== project.id);
  const settings: Choice[] = mayEdit ? [{ id: "s", icon: "gear", words: t("Settings"), aside: <kbd>G S</kbd>, take: () => location.assign(`/panel/${project.id}/settings/`) }] : [];
  const prepared: Choice[] = mayAct ? [{ id: "c", icon: "canned", words: t("Replies, macros and tags"), aside: t("Settings"), take: () => location.assign(`/panel/${project.id}/settings/replies/`) }] : [];
  return [
    { id: "i", icon: "inbox", words: t("Inbox"), aside: <kbd>G I</kbd>, take: () => go({ page: "inbox", project: project.id, conversation: null }) },
    { id: "v", icon: "radar", words: t("Visitors"), aside: <kbd>G V</kbd>, take: () => go({ page: "visitors", project: project.id }) },
    { id: "r", icon: "chart", words: t("Reports"), aside: <kbd>G R</kbd>, take: () => go({ page: "reports", project: project.id }) },
    { id: "b", icon: "screen", words: t("Live board"), take: () => go({ page: "board", project: project.id }) },
    ...settings,
    ...prepared,
    { id: "k", icon: "key", words: t("Keyboard shortcuts"), aside: <kbd>?</kbd>, take: () => (shortcutsOpen.value = true) },
    ...projects.map((each): Choice => ({ id: each.id, icon: "bag", words: each.name, aside: t("Project"), take: () => go({ page: "inbox", project: each.id, conversation: null }) })),
  ];
}
