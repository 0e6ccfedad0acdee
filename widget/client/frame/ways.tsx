// The ways in for files: the clip, pasting and dropping. Loaded once the chat is open, where visitors may send some.

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { loadFiles, useOnNeed } from "./on_need.ts";
import type { Session } from "./session.ts";
import "./view.tsx";
import type { WaysOptions } from "./files/tray.tsx";
import css from "./css/ways.css?inline";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const CLIP = "m15.8 9.3-5.7 5.6a3.5 3.5 0 0 1-5-5l6-5.9a2.3 2.3 0 0 1 3.3 3.3l-5.8 5.8a1.2 1.2 0 0 1-1.7-1.7l5.1-5";

const give = (session: Session, files: FileList | undefined | null): void => {
  if (files?.length) session.store.set({ files: [...(session.store.value.files ?? []), ...files] });
};

/** Hands over what is dropped or pasted, until the function it gives is called. */
function droppedAndPasted(take: (files: FileList | undefined) => void): () => void {
  const listening = new AbortController();
  const hear = (event: Event): void => {
    const { dataTransfer: dropped, clipboardData: pasted } = event as DragEvent & ClipboardEvent;
    if (!(dropped ?? pasted)?.types.includes("Files")) return;
    event.preventDefault();
    take((dropped ?? pasted)?.files);
  };
  for (const name of ["dragover", "drop", "paste"]) addEventListener(name, hear, listening);
  return () => listening.abort();
}

/** A field of its own over the icon, so that it opens without a line of code; phones offer the camera in it. */
export function Ways(options: WaysOptions): JSX.Element {
  const { session, state, hold } = options;
  const early = useRef(false);
  const load = () =>
    loadFiles().catch((lost: unknown) => {
      hold.current = null; // what is written can go alone
      throw lost;
    });
  const files = useOnNeed(state.files !== undefined, load, state.locale);
  useEffect(() => {
    // Until the tray is there: Enter is remembered for it.
    if (state.files && !files) hold.current = () => ((early.current = true), null);
  }, [state.files, files]);
  useEffect(() => droppedAndPasted((given) => give(session, given)), []);
  return (
    <>
      {files && <files.Tray {...options} early={early.current} />}
      <label class="tool clip">
        <input
          type="file"
          multiple
          class="unseen"
          aria-label={t("Attach a file")}
          onChange={({ currentTarget: field }) => {
            give(session, field.files);
            field.value = ""; // the same file may be chosen again
          }}
        />
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
          <path d={CLIP} />
        </svg>
      </label>
    </>
  );
}
