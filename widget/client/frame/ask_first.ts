// Where a project asks first: what would be kept is in memory until they agree.

import type { Host } from "./host.ts";
import type { Keep } from "./keep.ts";

/** The page keeps nothing of it meanwhile, and everything once it is told of their consent. */
export function rememberFirst(host: Host): Keep {
  const remembered = new Map<string, string | null>();
  const tell = (name: string, value: string | null): void => host.tell({ t: "keep", name, value });
  return {
    token: null,
    pending: [],
    draft: "",
    forgetful: false,
    write(name, value) {
      remembered.set(name, value);
      tell(name, value);
    },
    allow() {
      // Agreed in the chat, it holds for the page too; where the page has said it, this is no news.
      host.tell({ t: "consent", given: true });
      remembered.forEach((value, name) => tell(name, value));
    },
  };
}
