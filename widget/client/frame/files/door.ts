// The visitor's doors for files: opened with the token, in a header. Addresses end up in logs.

import { fileDoor } from "../../../../chat/client/files/door.ts";
import type { FileDoor } from "../../../../chat/client/files/door.ts";
import { shown } from "../view.tsx";

let made: FileDoor | undefined;

/** One for the frame: there is one visitor in it. */
export function door(): FileDoor {
  const project = shown?.configuration.key ?? "";
  made ??= fileDoor({
    base: "/w/api/files",
    query: `?${new URLSearchParams({ project })}`,
    headers: () => ({ Authorization: `Bearer ${shown?.keep.token ?? ""}` }),
    envelope: { project },
  });
  return made;
}
