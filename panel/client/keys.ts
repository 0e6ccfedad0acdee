/** The keyboard: which key does what. Off while typing, and off for good where the member switched letters off. */

import { batch } from "@preact/signals";
import { singleLetters, toggleVisitorColumn } from "./memory.ts";
import { write } from "./parts/composer.tsx";
import { paletteOpen } from "./parts/palette.tsx";
import { shortcutsOpen } from "./parts/shortcuts.tsx";
import { go, route } from "./route.ts";
import { assigning, choose, setDone, visitorOpen } from "./store/actions.ts";
import type { Panel } from "./store/panel.ts";
import { undoLast } from "./store/toasts.ts";
import { menu, unread } from "./store/work.ts";

/** After G the next letter names a page, if it comes soon. */
const CHORD_MS = 1_500;

type Act = (panel: Panel) => void;

const LETTERS: Record<string, Act> = {
  j: (panel) => walk(panel, 1),
  k: (panel) => walk(panel, -1),
  n: (panel) => show(panel, panel.inbox.nextWaiting(panel.openConversation())),
  r: (panel) => panel.openConversation() && write("text"),
  p: (panel) => panel.openConversation() && write("note"),
  e: (panel) => {
    const conversation = open(panel);
    if (conversation && panel.mayAct) void setDone(panel, conversation, conversation.status !== "closed");
  },
  a: (panel) => {
    if (open(panel) && panel.mayAct) assigning.value = true;
  },
  t: (panel) => {
    if (!open(panel) || !panel.mayAct) return;
    visitorOpen.value = true; // where the column is a drawer
    menu.value = "tags";
  },
  h: (panel) => {
    const conversation = open(panel);
    if (conversation && panel.mayAct && conversation.status !== "closed") menu.value = "snooze";
  },
  u: (panel) => {
    const conversation = open(panel);
    if (conversation) void unread(panel, conversation);
  },
  z: () => undoLast(),
  "/": () => document.getElementById("filter")?.focus(),
  "[": () => {
    batch(() => {
      toggleVisitorColumn();
      visitorOpen.value = !visitorOpen.value;
    });
  },
  "?": () => (shortcutsOpen.value = true),
};

const PAGES: Record<string, Act> = {
  i: (panel) => go({ page: "inbox", project: panel.project.id, conversation: null }),
  v: (panel) => go({ page: "visitors", project: panel.project.id }),
  r: (panel) => go({ page: "reports", project: panel.project.id }),
  s: (panel) => panel.mayEdit && location.assign(`/panel/${panel.project.id}/settings/`),
};

/** Listens until `stop` aborts. */
export function listenToKeys(panel: Panel, stop: AbortSignal): void {
  let chordUntil = 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      paletteOpen.value = true;
      return;
    }
    if (event.defaultPrevented || paletteOpen.value || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return escape(panel);
    if (!singleLetters.value || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const chord = Date.now() < chordUntil;
    chordUntil = 0;
    if (event.key === "g" && !chord) chordUntil = Date.now() + CHORD_MS;
    const act = (chord ? PAGES : LETTERS)[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act(panel);
  };
  document.addEventListener("keydown", onKeyDown, { signal: stop });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** Out of the field first, then back to the list. It never throws text away. */
function escape(panel: Panel): void {
  if (document.querySelector("dialog[open]")) return;
  if (isTyping(document.activeElement)) return (document.activeElement as HTMLElement).blur();
  if (visitorOpen.value) visitorOpen.value = false;
  else if (panel.openConversation()) choose(panel, null);
}

function open(panel: Panel) {
  const id = panel.openConversation();
  return id ? panel.inbox.conversation(id) : undefined;
}

function walk(panel: Panel, step: 1 | -1): void {
  show(panel, panel.inbox.neighbour(panel.openConversation(), step));
}

function show(panel: Panel, conversation: string | null): void {
  if (!conversation) return;
  if (route.value.page !== "inbox") go({ page: "inbox", project: panel.project.id, conversation: null });
  choose(panel, conversation);
}
