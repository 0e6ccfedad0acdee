// What a project's looks need on the page beyond the launcher's sheet: on which pages it shows, what else opens it, and the chat
// as a part of the page. Loaded by the loader, only where a project wants one of these.

import { isShownOn } from "../../../chat/client/page_pattern.ts";
import type { Begun } from "../loader/begun.ts";
import { followPages } from "../loader/stage/pages.ts";

export interface PageLooks {
  /** Where this code is, below the widget's origin. */
  src: string;
  only: string[];
  never: string[];
  /** Selectors of the page's own elements, or "". */
  opener: string;
  inline: string;
}

type Say = Begun["say"];

/** Called once by the loader. What the page tells the widget from now on is heard here first: its end ends all of this too. */
export function start(begun: Begun): void {
  const { say, host, config, told } = begun;
  if (!config.looks) return;
  const { only, never, opener, inline } = config.looks;
  const end = new AbortController();
  const look = (): void => {
    host.toggleAttribute("on", isShownOn(only, never, location.host, location.pathname));
    if (inline) placeInside(begun, inline);
  };
  look();
  end.signal.addEventListener("abort", followPages(() => !end.signal.aborted && look()));
  if (opener && isSelector(opener)) document.addEventListener("click", (event) => openBy(event, opener, say), end);
  begun.told = (command) => {
    told?.(command);
    if (command[0] === "destroy") end.abort();
  };
}

function openBy(event: Event, opener: string, say: Say): void {
  if (!(event.target instanceof Element) || !event.target.closest(opener)) return;
  event.preventDefault();
  say("open");
}

/** Puts our element into the page's, wherever that is now; back to the page's end when it has gone. */
function placeInside({ host, frame, say }: Begun, selector: string): void {
  const place = isSelector(selector) ? document.querySelector(selector) : null;
  const inside = host.hasAttribute("inline");
  if (place ? place === host.parentElement : !inside && host.isConnected) return;
  // A frame that moves loads its document again: what it was told of itself is the name it has then.
  if (inside) say("close");
  host.toggleAttribute("inline", place !== null);
  frame.name = place ? "inline" : "";
  (place ?? document.documentElement).append(host);
  if (!place) return;
  // Shown as it is, without taking the focus from the page.
  frame.focus = () => undefined;
  say("open");
}

/** Whether the browser takes it: what a site owner writes wrong is told in the only place they look. */
function isSelector(selector: string): boolean {
  try {
    document.createDocumentFragment().querySelector(selector);
    return true;
  } catch {
    return false;
  }
}
