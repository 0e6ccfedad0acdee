// The editor of an article: its preview follows each letter, and pictures go where the cursor stands.

import { built } from "../../chat/client/nodes.ts";
import type { Nodes } from "../../chat/client/nodes.ts";

const PAUSE_MS = 250;

function follow(editor: HTMLFormElement): void {
  const body = field(editor, "body");
  const title = field(editor, "title");
  draw(JSON.parse(document.getElementById("preview")?.textContent ?? "[]") as Nodes);
  title?.addEventListener("input", () => put("[data-title]", title.value));
  let asked = new AbortController();
  const refresh = (): void => {
    asked.abort();
    asked = new AbortController();
    void preview(editor, body?.value ?? "", asked.signal);
  };
  body?.addEventListener("input", refresh);
  if (body instanceof HTMLTextAreaElement) takePictures(editor, body, refresh);
  warn(editor);
}

const field = (editor: HTMLFormElement, name: string) => editor.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);

function put(place: string, words: string): void {
  const element = document.querySelector(place);
  if (element) element.textContent = words;
}

function draw(nodes: Nodes): void {
  document.querySelector("[data-body]")?.replaceChildren(built(nodes));
}

async function preview(editor: HTMLFormElement, body: string, signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  if (signal.aborted || !editor.dataset.preview) return;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": field(editor, "csrfmiddlewaretoken")?.value ?? "" };
  try {
    const answer = await fetch(editor.dataset.preview, { method: "POST", headers, body: JSON.stringify({ body }), signal });
    if (answer.ok) draw(((await answer.json()) as { nodes: Nodes }).nodes);
  } catch {
    return; // the next letter asks again
  }
}

/** Chosen, pasted or dropped. */
function takePictures(editor: HTMLFormElement, body: HTMLTextAreaElement, refresh: () => void): void {
  const give = (files: FileList | null | undefined): void => {
    for (const file of files ?? []) if (file.type.startsWith("image/")) void upload(editor, file).then((text) => text && insert(body, text, refresh));
  };
  editor.querySelector<HTMLInputElement>("[data-file]")?.addEventListener("change", ({ currentTarget }) => {
    const chosen = currentTarget as HTMLInputElement;
    give(chosen.files);
    chosen.value = ""; // the same picture may be chosen again
  });
  for (const name of ["drop", "paste"] as const)
    body.addEventListener(name, (event: Event) => {
      const { dataTransfer, clipboardData } = event as DragEvent & ClipboardEvent;
      const files = (dataTransfer ?? clipboardData)?.files;
      if (!files?.length) return;
      event.preventDefault();
      give(files);
    });
}

/** What to write for it; the reason stands beside the button where there is nothing to write. */
async function upload(editor: HTMLFormElement, file: File): Promise<string | null> {
  const said = editor.querySelector<HTMLElement>("[data-said]");
  const say = (words: string | undefined): void => {
    if (said) said.textContent = words ?? "";
  };
  const body = new FormData();
  body.set("file", file);
  say(said?.dataset.busy);
  try {
    const headers = { "X-CSRFToken": field(editor, "csrfmiddlewaretoken")?.value ?? "" };
    const answer = await fetch(editor.dataset.picture ?? "", { method: "POST", headers, body });
    const { markdown, error } = (await answer.json()) as { markdown?: string; error?: { detail: string } };
    say(error?.detail);
    return markdown ?? null;
  } catch {
    say(said?.dataset.lost);
    return null;
  }
}

function insert(body: HTMLTextAreaElement, text: string, refresh: () => void): void {
  const before = body.value.slice(0, body.selectionStart);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  body.setRangeText(`${gap}${text}\n\n`, body.selectionStart, body.selectionEnd, "end");
  body.focus();
  refresh();
}

/** Nobody loses what they wrote by a wrong press. */
function warn(editor: HTMLFormElement): void {
  const written = (): string => ["title", "excerpt", "body"].map((name) => field(editor, name)?.value).join("\0");
  const first = written();
  let sent = false;
  editor.addEventListener("submit", () => (sent = true));
  addEventListener("beforeunload", (event) => {
    if (!sent && written() !== first) event.preventDefault();
  });
}

const form = document.querySelector<HTMLFormElement>("[data-article]");
if (form) follow(form);
