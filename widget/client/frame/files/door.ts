// The visitor's doors for files: opened with the token, in a header. Addresses end up in logs.

import { Refusal, fileDoor } from "../../../../chat/client/files/door.ts";
import type { FileDoor } from "../../../../chat/client/files/door.ts";
import { shown } from "../view.tsx";

let made: FileDoor | undefined;

/** One for the frame: there is one visitor in it. */
export function door(): FileDoor {
  const project = shown?.configuration.key ?? "";
  made ??= fileDoor({
    base: "/w/api/files",
    query: `?${new URLSearchParams({ project })}`,
    headers: () => {
      // Somebody new, whose hello is not answered yet: the file waits, as it does while a line is broken.
      if (!shown?.keep.token) throw new Refusal("offline", "");
      return { Authorization: `Bearer ${shown.keep.token}` };
    },
    envelope: { project },
  });
  return made;
}
