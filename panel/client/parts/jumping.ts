/** Brings the message that was asked for into view, and marks it for a moment. Earlier pages are loaded until it is there. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Feed } from "../../../chat/client/feed.ts";
import type { Threads } from "../store/threads.ts";

const MARKED = "sought";

export function useJumping(box: RefObject<HTMLElement | null>, id: string, feed: Feed | undefined, threads: Threads): void {
  const wanted = threads.wanted.value;
  useEffect(() => {
    if (wanted?.conversation !== id || !feed) return;
    const line = box.current?.querySelector<HTMLElement>(`[data-number="${wanted.number}"]`);
    if (line) {
      threads.wanted.value = null;
      for (const old of box.current?.querySelectorAll(`.${MARKED}`) ?? []) old.classList.remove(MARKED);
      line.classList.add(MARKED);
      const show = () => line.scrollIntoView({ block: "center" });
      show();
      line.focus({ preventScroll: true }); // where whoever came by keyboard goes on
      requestAnimationFrame(() => requestAnimationFrame(show)); // once more, when the blocks around it have their height
    } else if (feed.older && wanted.number <= feed.before) void threads.older(id);
    else threads.wanted.value = null; // it is gone
  }, [wanted, id, feed]);
}
