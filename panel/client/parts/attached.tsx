/** The files of a message: a picture with its thumbnail, everything else as a line to save. */

import { useEffect, useState } from "preact/hooks";
import type { AttachmentShape } from "#wire";
import { placeOf } from "../../../chat/client/files/place.ts";
import { save } from "../../../chat/client/files/save.ts";
import { aboutFile, sizeOf } from "../../../chat/client/files/words.ts";
import { t } from "../../../chat/client/t.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { Viewer } from "./viewer.tsx";

const LOOK_AGAIN_MS = 3_000; // should the push about its check have got lost

export function Attached({ files }: { files: readonly AttachmentShape[] }) {
  if (!files.length) return null;
  return (
    <ul class="atts" aria-label={t("Files")}>
      {files.map((file) => (
        <li key={file.id}>
          <One given={file} />
        </li>
      ))}
    </ul>
  );
}

function One({ given }: { given: AttachmentShape }) {
  const { files } = usePanel();
  const [known, know] = useState<AttachmentShape | null>(null);
  const file = given.state === "pending" && known ? known : given;
  useEffect(() => {
    if (file.state !== "pending") return;
    const look = () => files.door.look(file.id).then(({ attachment }) => know(attachment), () => undefined);
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [file.state]);
  return file.thumbnail ? <Picture file={file} /> : <Line file={file} />;
}

/** Every picture of the open thread, in order. */
function usePictures(): AttachmentShape[] {
  const { threads, openConversation } = usePanel();
  const id = openConversation();
  const messages = (id && threads.feeds.value[id]?.messages) || [];
  return messages.flatMap(({ attachments }) => attachments).filter(({ thumbnail }) => thumbnail !== null);
}

function Picture({ file }: { file: AttachmentShape }) {
  const [open, show] = useState(false);
  const pictures = usePictures();
  return (
    <>
      <button type="button" class="photo" style={placeOf(file, 260, 260)} aria-label={t("Photo: {name}", { name: file.name })} onClick={() => show(true)}>
        <img src={file.thumbnail ?? undefined} alt="" loading="lazy" />
      </button>
      {open && <Viewer first={file} pictures={pictures.length ? pictures : [file]} close={() => show(false)} />}
    </>
  );
}

function Line({ file }: { file: AttachmentShape }) {
  const { files } = usePanel();
  const [got, count] = useState<number | null>(null);
  const [failed, fail] = useState(false);
  const get = () => {
    fail(false);
    count(0);
    save(files.door, file.id, count)
      .catch(() => fail(true))
      .finally(() => count(null));
  };
  const bad = failed || file.state === "refused";
  const about = got === null ? aboutFile(file) : t("{sent} of {size}", { sent: sizeOf(got), size: sizeOf(file.size) });
  return (
    <button type="button" class={bad ? "att bad" : "att"} disabled={file.state !== "ready" || got !== null} onClick={get}>
      <span class="glyph">
        <Icon name={bad ? "alert" : file.width ? "image" : "file"} class="s" />
      </span>
      <span>
        {file.state === "ready" && <span class="vh">{t("Save")} </span>}
        <bdi>{file.name}</bdi>
        <small>{failed ? t("Not saved: try again") : about}</small>
      </span>
      {got !== null && <progress max={file.size} value={got} aria-label={file.name} />}
    </button>
  );
}
