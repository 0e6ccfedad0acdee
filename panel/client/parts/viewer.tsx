/** A picture over the whole page, and the way to the others: arrows walk, Escape closes, the focus goes back to where it was. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { AttachmentShape } from "#wire";
import { save } from "../../../chat/client/files/save.ts";
import { t } from "../../../chat/client/t.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

interface ViewerProps {
  first: AttachmentShape;
  pictures: AttachmentShape[];
  close: () => void;
}

export function Viewer({ first, pictures, close }: ViewerProps) {
  const { files } = usePanel();
  const dialog = useRef<HTMLDialogElement>(null);
  const [at, go] = useState(Math.max(0, pictures.findIndex(({ id }) => id === first.id)));
  const file = pictures[at] ?? first;
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => (opener as HTMLElement | null)?.focus();
  }, []);
  const walk = (by: number) => go((now) => Math.min(pictures.length - 1, Math.max(0, now + by)));
  const get = () => void save(files.door, file.id, () => undefined).catch(() => undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation(); // the panel's own keys rest meanwhile
    const forwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key.startsWith("Arrow")) walk(event.key === forwards || event.key === "ArrowDown" ? 1 : -1);
  };
  const many = pictures.length > 1;
  return (
    <dialog ref={dialog} class="viewer" aria-label={t("Photo: {name}", { name: file.name })} onKeyDown={onKeyDown} onClose={close}>
      <header>
        <p>
          <bdi>{file.name}</bdi>
          {many && <small>{t("{n} of {all}", { n: at + 1, all: pictures.length })}</small>}
        </p>
        <Tool icon="dl" words={t("Save")} press={get} />
        <Tool icon="x" words={t("Close")} press={close} />
      </header>
      <img key={file.id} src={file.url} width={file.width ?? 1} height={file.height ?? 1} alt={t("Photo: {name}", { name: file.name })} />
      {many && (
        <footer>
          <Tool icon="left" words={t("Previous photo")} press={() => walk(-1)} off={at === 0} />
          <Tool icon="right" words={t("Next photo")} press={() => walk(1)} off={at === pictures.length - 1} />
        </footer>
      )}
    </dialog>
  );
}

interface ToolProps {
  icon: string;
  words: string;
  press: () => void;
  off?: boolean;
}

function Tool({ icon, words, press, off = false }: ToolProps) {
  return (
    <button type="button" class="icon-btn" aria-label={words} aria-disabled={off} onClick={press}>
      <Icon name={icon} class="flip" />
    </button>
  );
}
