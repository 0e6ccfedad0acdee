// A page that staff opened under a grant: it empties itself within a second once the grant has ended.

const ASK_EVERY_MS = 500;

const main = document.querySelector<HTMLElement>("[data-still-open]");
const ended = document.querySelector<HTMLTemplateElement>("#grant-ended");

async function watch(page: HTMLElement, address: string): Promise<void> {
  const answer = await fetch(address, { cache: "no-store", redirect: "manual" }).catch(() => null);
  // Whatever is not a clear yes ends it: also a server that is away, and a sign-in that is over.
  if (answer?.status === 204) setTimeout(() => void watch(page, address), ASK_EVERY_MS);
  else page.replaceChildren(ended?.content.cloneNode(true) ?? "");
}

if (main?.dataset.stillOpen) void watch(main, main.dataset.stillOpen);
