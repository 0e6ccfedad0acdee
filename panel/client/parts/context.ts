/** How the parts find the panel that they draw. */

import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";
import type { Panel } from "../store/panel.ts";

export const PanelContext = createContext<Panel | null>(null);

export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error("drawn outside the panel");
  return panel;
}

/** While `open`: a press outside or Escape closes, and the focus returns to what opened it. */
export function useDismiss(box: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  // Read while it is drawn: what opens takes the focus at once. And no key may come between: it would be a shortcut.
  const before = useRef<Element | null>(null);
  before.current = open ? (before.current ?? document.activeElement) : null;
  useLayoutEffect(() => {
    if (!open) return;
    const opener = before.current;
    const listening = new AbortController();
    const { signal } = listening;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation(); // one Escape closes one thing
      close();
    };
    document.addEventListener("pointerdown", outside, { signal });
    document.addEventListener("keydown", escape, { signal, capture: true });
    return () => {
      listening.abort();
      if (opener instanceof HTMLElement && (!document.activeElement || document.activeElement === document.body))
        opener.focus();
    };
  }, [open]);
}
