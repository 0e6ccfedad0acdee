// The document of a window that the chat on a page has opened: takes over who its visitor is, then begins as the chat of its own that it is.

import { readConfiguration } from "./configuration.ts";
import { ownKeep } from "./own_keep.ts";

/** The page that opened us may have cut us off (Cross-Origin-Opener-Policy), or be gone: then we begin with what we keep ourselves. */
const HANDED_OVER_WITHIN_MS = 3_000;

const begun = new Promise<unknown>((resolve) => {
  const from = opener as Window | null;
  if (!from) return resolve(null);
  setTimeout(resolve, HANDED_OVER_WITHIN_MS);
  // Of our own origin, or anybody could make the visitor go on as somebody else.
  addEventListener("message", ({ source, origin, data }) => source === from && origin === location.origin && resolve(data));
  from.postMessage("parley", location.origin);
});

async function takeOver(given: unknown): Promise<void> {
  const { token, draft } = (given ?? {}) as { token?: unknown; draft?: unknown };
  if (typeof token !== "string" || typeof draft !== "string") return;
  const { write } = await ownKeep(readConfiguration().key);
  write("token", token);
  write("draft", draft || null);
}

await begun.then(takeOver).catch(() => undefined);
// eslint-disable-next-line no-unsanitized/method -- the address that our own server wrote into the document
await import(document.querySelector<HTMLLinkElement>("link[rel=modulepreload]")?.href ?? "");
