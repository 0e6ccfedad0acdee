/** Blocks of a long list that are near the view: the others are kept as room, so that thousands cost what a screen of them costs. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";

const NEAR_PX = 1_000;

/** Whether a block is near what its scroller shows. One that holds the focus stays; `onLeave` hears how high it was. */
export function useNear(block: RefObject<HTMLElement | null>, scroller: string, first: boolean, onLeave?: (px: number) => void): Signal<boolean> {
  const near = useSignal(first);
  useEffect(() => {
    const element = block.current;
    if (!element) return;
    const look = (entries: IntersectionObserverEntry[]) => {
      const entry = entries.at(-1);
      if (!entry?.rootBounds?.height || entry.isIntersecting === near.value) return; // or nothing is shown at all
      if (near.value && element.contains(document.activeElement)) return;
      if (near.value) onLeave?.(entry.boundingClientRect.height);
      near.value = entry.isIntersecting;
    };
    const watcher = new IntersectionObserver(look, { root: element.closest(scroller), rootMargin: `${NEAR_PX}px 0px` });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return near;
}
