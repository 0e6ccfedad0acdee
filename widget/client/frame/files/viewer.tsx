// A picture as large as the chat, and the way to the others: arrows walk, Escape closes, the focus goes back to where it was.

import type { AttachmentShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../../chat/client/t.ts";
import { saveFile, useLink } from "./attached.tsx";
import { Mark } from "./marks.tsx";

interface ViewerOptions {
  first: AttachmentShape;
  pictures: AttachmentShape[];
  close: () => void;
}

export function Viewer({ first, pictures, close }: ViewerOptions): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, go] = useState(Math.max(0, pictures.findIndex(({ id }) => id === first.id)));
  const file = pictures[at] ?? first;
  const link = useLink(file.id, "url");
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => (opener as HTMLElement | null)?.focus();
  }, []);
  const walk = (by: number): void => go((now) => Math.min(pictures.length - 1, Math.max(0, now + by)));
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.preventDefault(); // one Escape closes one thing: the chat stays
      event.stopPropagation();
      close();
    }
    const forwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key.startsWith("Arrow")) walk(event.key === forwards || event.key === "ArrowDown" ? 1 : -1);
  };
  return (
    <dialog ref={dialog} class="viewer" aria-label={t("Photo: {name}", { name: file.name })} onKeyDown={key} onClose={close}>
      <header>
        <p>
          <bdi>{file.name}</bdi>
          {pictures.length > 1 && <small>{t("{n} of {all}", { n: at + 1, all: pictures.length })}</small>}
        </p>
        <Tool name="save" words={t("Save")} press={() => void saveFile(file.id, () => undefined)} />
        <Tool name="close" words={t("Close")} press={close} />
      </header>
      <img src={link || undefined} width={file.width ?? 1} height={file.height ?? 1} alt={t("Photo: {name}", { name: file.name })} />
      {pictures.length > 1 && (
        <footer>
          <Tool name="before" words={t("Previous photo")} press={() => walk(-1)} off={at === 0} />
          <Tool name="after" words={t("Next photo")} press={() => walk(1)} off={at === pictures.length - 1} />
        </footer>
      )}
    </dialog>
  );
}

interface ToolOptions {
  name: "save" | "close" | "before" | "after";
  words: string;
  press: () => void;
  off?: boolean;
}

function Tool({ name, words, press, off = false }: ToolOptions): JSX.Element {
  return (
    <button type="button" class="tool" aria-label={words} aria-disabled={off} onClick={press}>
      <Mark name={name} look={name === "before" || name === "after" ? "turns" : ""} />
    </button>
  );
}
