// The pages of a help centre: what is found shows while somebody types. Everything works without this, too.

const PAUSE_MS = 160;
const SHORTEST = 2;

interface Found {
  title: string;
  excerpt: string;
  url: string;
}

export function start(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-search]")) listen(form);
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    document.querySelector<HTMLInputElement>("form[data-search] input")?.focus();
  });
}

function listen(form: HTMLFormElement): void {
  const field = form.querySelector("input");
  const address = form.dataset.search;
  if (!field || !address) return;
  const list = document.createElement("ul");
  list.className = "found";
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "vh";
  said.role = "status";
  form.append(list, said);
  let asked = new AbortController();
  const show = (found: readonly Found[] | null): void => {
    list.replaceChildren(...(found ?? []).map(lineOf));
    list.hidden = !found?.length;
    said.textContent = found?.length === 0 ? (form.dataset.none ?? "") : "";
  };
  field.addEventListener("input", () => {
    asked.abort();
    asked = new AbortController();
    const question = field.value.trim();
    if (question.length < SHORTEST) return show(null);
    void ask(address, question, asked.signal).then((found) => found && show(found));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(null);
      field.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event, field, list);
  });
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && form.contains(relatedTarget))) list.hidden = true;
  });
  field.addEventListener("focus", () => (list.hidden = !list.childElementCount));
}

/** What fits; null when the question has changed meanwhile, or nobody answers. */
async function ask(address: string, question: string, signal: AbortSignal): Promise<Found[] | null> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  if (signal.aborted) return null;
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ q: question })}`, { signal });
    return answer.ok ? ((await answer.json()) as { results: Found[] }).results : null;
  } catch {
    return null;
  }
}

function lineOf(found: Found): HTMLLIElement {
  const line = document.createElement("li");
  const link = document.createElement("a");
  const title = document.createElement("b");
  const excerpt = document.createElement("small");
  link.href = found.url;
  title.textContent = found.title;
  excerpt.textContent = found.excerpt;
  link.append(title, excerpt);
  line.append(link);
  return line;
}

/** Arrows go from the field into the list and back. */
function walk(event: KeyboardEvent, field: HTMLElement, list: HTMLElement): void {
  const stops = [field, ...list.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (list.hidden || at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

start();
