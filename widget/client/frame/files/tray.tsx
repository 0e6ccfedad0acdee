// What goes along with the next message: each file with its bar, and a way to take it back.

import type { AttachmentShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Uploads } from "../../../../chat/client/files/uploads.ts";
import type { Upload } from "../../../../chat/client/files/uploads.ts";
import { refusalOf, sizeOf } from "../../../../chat/client/files/words.ts";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";
import { door } from "./door.ts";
import { Mark } from "./marks.tsx";

/** Gives what is there, for the message to be sent; null while something is on its way: then it is sent by itself. */
export type TrayPlace = { current: (() => AttachmentShape[] | null) | null };

export type WaysOptions = ScreenOptions & { hold: TrayPlace; send: () => void };

/** `early` says that Enter was pressed before this code was there. */
export type TrayOptions = WaysOptions & { early: boolean };

/** They outlive the composer: whoever looks at the first screen meanwhile loses none. */
let uploads: Uploads | undefined;
const taken = new WeakSet<File>();
let redraw: (list: readonly Upload[]) => void = () => undefined;

export function Tray({ state, configuration, hold, send, early }: TrayOptions): JSX.Element {
  uploads ??= new Uploads({ door: door(), largest: configuration.files, onChange: (list) => redraw(list) });
  const ours = uploads;
  const [list, draw] = useState(ours.list);
  const [wanted, want] = useState(early);
  const latest = useRef(send);
  latest.current = send;
  redraw = draw;
  useEffect(() => {
    const fresh = (state.files ?? []).filter((file) => !taken.has(file));
    for (const file of fresh) taken.add(file);
    ours.add(fresh);
  }, [state.files]);
  useEffect(() => {
    hold.current = () => {
      want(ours.busy);
      return ours.busy ? null : ours.take();
    };
    return () => void (hold.current = null);
  }, []);
  useEffect(() => {
    if (!wanted || ours.busy) return;
    want(false);
    if (list.some((one) => one.state === "there")) latest.current();
  }, [list]);
  if (!list.length) return <></>;
  return (
    <ul class="tray" aria-label={t("Files to send")}>
      {list.map((upload) => (
        <Chip key={upload.client_id} upload={upload} uploads={ours} />
      ))}
      {wanted && (
        <li class="soon">
          <span role="status">{t("It is sent when the files are there")}</span>
        </li>
      )}
    </ul>
  );
}

function Chip({ upload, uploads }: { upload: Upload; uploads: Uploads }): JSX.Element {
  const { client_id: id, name, size, sent, state } = upload;
  const failed = state === "failed";
  return (
    <li class={failed ? "file bad" : "file"}>
      <Mark name={failed ? "alert" : /\.(jpe?g|png|gif|webp)$/i.test(name) ? "image" : "file"} />
      <span>
        <bdi>{name}</bdi>
        <small role={failed ? "status" : undefined}>{wordsOf(upload)}</small>
      </span>
      {failed && !upload.problem && (
        <button type="button" class="again" onClick={() => uploads.retry(id)}>
          {t("Try again")}
        </button>
      )}
      <button type="button" class="x" aria-label={failed || state === "there" ? t("Remove {name}", { name }) : t("Cancel {name}", { name })} onClick={() => uploads.cancel(id)}>
        <Mark name="close" look="small" />
      </button>
      {(state === "sending" || state === "waiting") && <progress max={size} value={sent} aria-label={name} />}
    </li>
  );
}

function wordsOf({ state, sent, size, problem, attachment }: Upload): string {
  if (state === "failed") return problem || t("Not sent");
  if (state === "waiting") return t("Waits for the connection");
  if (state === "there") return attachment?.state === "refused" ? refusalOf(attachment.reason) : sizeOf(size);
  return t("{sent} of {size}", { sent: sizeOf(sent), size: sizeOf(size) });
}
