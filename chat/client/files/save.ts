// Saves a file on the reader's machine, over a line that may break: it goes on where it was.

import { backoffMs } from "../backoff.ts";
import { Refusal } from "./door.ts";
import type { FileDoor } from "./door.ts";

const TRIES = 12; // that brought nothing, one after the other

/** Rejects with a Refusal when the file is not to be had. `onGot` hears how many bytes are here. */
export async function save(door: FileDoor, id: string, onGot: (bytes: number) => void): Promise<void> {
  const chunks: BlobPart[] = [];
  let got = 0;
  const began = Date.now();
  for (let failures = 1; ; failures += 1) {
    const before = got;
    try {
      const { attachment, url } = await door.look(id);
      if (!url) throw new Refusal("not_found", "");
      const response = await fetch(url, got ? { headers: { Range: `bytes=${got}-` } } : {});
      if (response.status === 200) got = chunks.length = 0;
      else if (response.status !== 206) throw new Refusal("busy", "");
      for (const reader = response.body?.getReader(); ; ) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) break;
        chunks.push(value as Uint8Array<ArrayBuffer>);
        onGot((got += value?.length ?? 0));
      }
      if (got >= attachment.size) return give(new Blob(chunks), attachment.name);
    } catch (error) {
      // A broken line is a TypeError here; anything that the server said is final, unless it is busy.
      if (error instanceof Refusal && !["offline", "busy", "slow_down"].includes(error.code)) throw error;
    }
    if (got > before) failures = 1;
    if (failures > TRIES) throw new Refusal("offline", "");
    await new Promise((resolve) => setTimeout(resolve, backoffMs({ failures, awayMs: Date.now() - began, hidden: false })));
  }
}

/** Hands bytes to the browser's own downloads, as bytes: it opens none of them. */
function give(bytes: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
