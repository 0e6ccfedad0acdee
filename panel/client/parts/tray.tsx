/** Below the text: what goes along with it, each file with its bar; and the ways in: a button, paste and drop. */

import { useEffect } from "preact/hooks";
import type { Upload } from "../../../chat/client/files/uploads.ts";
import { refusalOf, sizeOf } from "../../../chat/client/files/words.ts";
import { t } from "../../../chat/client/t.ts";
import { mode } from "../store/actions.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

interface TrayProps {
  conversation: string;
}

export function Tray({ conversation }: TrayProps) {
  const { files } = usePanel();
  const kind = mode.value;
  useGiven((given) => files.add(conversation, mode.value, given), files.largest > 0);
  const list = files.list(conversation, kind);
  if (!list.length) return null;
  return (
    <ul class="tray" aria-label={t("Files to send")}>
      {list.map((upload) => (
        <Chip
          key={upload.client_id}
          upload={upload}
          cancel={() => files.cancel(conversation, kind, upload.client_id)}
          retry={() => files.retry(conversation, kind, upload.client_id)}
        />
      ))}
      {files.soon(conversation, kind) && (
        <li class="soon">
          <span role="status">{t("It is sent when the files are there")}</span>
        </li>
      )}
    </ul>
  );
}

/** Files that are dropped or pasted anywhere on the page go to the open conversation. */
function useGiven(give: (files: File[]) => void, on: boolean): void {
  useEffect(() => {
    const listening = new AbortController();
    const hear = (event: Event) => {
      const { dataTransfer: dropped, clipboardData: pasted } = event as DragEvent & ClipboardEvent;
      const from = dropped ?? pasted;
      if (!from?.types.includes("Files")) return;
      event.preventDefault();
      give([...from.files]);
    };
    if (on) for (const name of ["dragover", "drop", "paste"]) addEventListener(name, hear, listening);
    return () => listening.abort();
  }, [on, give]);
}

/** A field of its own over the icon; phones offer the camera in it. */
export function Choose({ conversation }: TrayProps) {
  const { files } = usePanel();
  if (!files.largest) return null;
  return (
    <label class="icon-btn clip" title={t("Attach a file")}>
      <input
        type="file"
        multiple
        class="vh"
        aria-label={t("Attach a file")}
        onChange={(event) => {
          files.add(conversation, mode.value, [...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <Icon name="clip" />
    </label>
  );
}

interface ChipProps {
  upload: Upload;
  cancel: () => void;
  retry: () => void;
}

function Chip({ upload, cancel, retry }: ChipProps) {
  const { name, size, sent, state } = upload;
  const failed = state === "failed";
  const onItsWay = state === "sending" || state === "waiting";
  return (
    <li class={failed ? "att up bad" : "att up"}>
      <Icon name={failed ? "alert" : /\.(jpe?g|png|gif|webp)$/i.test(name) ? "image" : "file"} class="s" />
      <span>
        <bdi>{name}</bdi>
        <small role={failed ? "status" : undefined}>{wordsOf(upload)}</small>
      </span>
      {failed && !upload.problem && (
        <button type="button" class="btn quiet sm" onClick={retry}>
          {t("Try again")}
        </button>
      )}
      <button type="button" class="icon-btn" aria-label={onItsWay ? t("Cancel {name}", { name }) : t("Remove {name}", { name })} onClick={cancel}>
        <Icon name="x" class="s" />
      </button>
      {onItsWay && <progress max={size} value={sent} aria-label={name} />}
    </li>
  );
}

function wordsOf({ state, sent, size, problem, attachment }: Upload): string {
  if (state === "failed") return problem || t("Not sent");
  if (state === "waiting") return t("Waits for the connection");
  if (state === "there") return attachment?.state === "refused" ? refusalOf(attachment.reason) : sizeOf(size);
  return t("{sent} of {size}", { sent: sizeOf(sent), size: sizeOf(size) });
}
