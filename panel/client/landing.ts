/** The focus of whoever works by keyboard is never nowhere: when what had it goes, it lands where the work goes on. */

import { effect } from "@preact/signals";
import { route } from "./route.ts";

/** Follows the focus until `stop` aborts. */
export function followFocus(stop: AbortSignal): void {
  let byKeys = false;
  let last = "";
  let inDialog = false;
  const land = () => {
    if (!byKeys || document.querySelector("dialog[open]")) return;
    for (const place of [".feed", `.conv[href$="/${last}/"]`, ".conv", ".project", "#main"]) {
      if (document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>(place)?.focus(); // does nothing where it is not shown
    }
  };
  const soon = () => void setTimeout(land); // what comes in its place is drawn by then, and may take it
  const listening = { signal: stop, capture: true };
  addEventListener("keydown", () => (byKeys = true), listening);
  addEventListener("pointerdown", () => (byKeys = false), listening);
  addEventListener("focusout", soon, listening);
  addEventListener("focusin", ({ target }) => (inDialog = backIn(target as Element, inDialog)), listening);
  const following = effect(() => {
    const to = route.value;
    if (to.page === "inbox" && to.conversation) last = to.conversation;
    soon();
  });
  stop.addEventListener("abort", following);
}

/**
 * Chromium gives the focus back to a text field while the closing dialog still makes it inert: it has the focus, and the caret is nowhere.
 * Focused once more, it has both. Returns whether the focus is in a dialog now.
 */
function backIn(target: Element, fromDialog: boolean): boolean {
  const dialog = target.closest("dialog");
  if (fromDialog && !dialog && (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement))
    setTimeout(() => {
      if (document.activeElement !== target) return;
      target.blur();
      target.focus();
    });
  return !!dialog;
}
