/** How the parts find the panel that they draw. */

import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
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
  useEffect(() => {
    if (!open) return;
    const opener = document.activeElement;
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
