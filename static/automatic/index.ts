// The editor of automatic messages: its conditions, the preview, and the simulator, which decides by the code that decides on the site.

import { followEditor } from "./editor.ts";
import { showPreview } from "./preview.ts";
import { simulate } from "./simulator.ts";

const editor = document.querySelector<HTMLFormElement>("[data-editor]");

/** Everything on the page that follows from what is written. */
function refresh(): void {
  if (editor) showPreview(editor);
  simulate(editor);
}

if (editor) followEditor(editor, refresh);
document.querySelector("[data-simulator]")?.addEventListener("input", refresh);
refresh();
