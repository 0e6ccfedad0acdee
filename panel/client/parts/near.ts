/** Acting when something comes into view: the next page of a list before its end is reached. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

export function useWhenSeen(element: RefObject<HTMLElement | null>, act: () => void): void {
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some((each) => each.isIntersecting)) act();
    });
    if (element.current) watcher.observe(element.current);
    return () => watcher.disconnect();
  });
}
