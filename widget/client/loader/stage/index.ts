// The loader's second part, loaded with the chat: the rest of what stands on the page, and the port to the frame.

import type { Begun } from "../begun.ts";
import { understand } from "./compat.ts";
import { Widget } from "./widget.ts";

/** Takes over from the first part: what was said until now is done now, in order. */
export function begin(begun: Begun): void {
  const widget = new Widget(begun);
  begun.run = (command) => widget.run(command);
  begun.end = () => widget.end();
  begun.label = () => widget.label();
  begun.unread = (count, name, text) => widget.unread(count, name, text);
  const { waiting } = begun;
  for (let place = 0; place < waiting.length; place += 1)
    try {
      widget.run(waiting[place] ?? []);
    } catch {
      // What the page said was nothing of ours: the next may be.
    }
  if (begun.compat) void understand(begun);
}
