// The files of a message: pictures with their place kept from the start, everything else as a line to save.

import type { AttachmentShape, LookedAtShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { refiled } from "../../../../chat/client/files/feed.ts";
import { placeOf } from "../../../../chat/client/files/place.ts";
import { save } from "../../../../chat/client/files/save.ts";
import { aboutFile, sizeOf } from "../../../../chat/client/files/words.ts";
import { t } from "../../../../chat/client/t.ts";
import type { BubbleOptions } from "../message.tsx";
import type { Session } from "../session.ts";
import { door } from "./door.ts";
import { Mark } from "./marks.tsx";
import { Viewer } from "./viewer.tsx";

const LOOK_AGAIN_MS = 1_500; // while it is being checked
const LINKS_FOR_MS = 50_000; // a little less than they are good for

export function Attached({ row, state, session }: BubbleOptions): JSX.Element {
  return (
    <ul class="files" aria-label={t("Files")}>
      {row.files.map((file) => (
        <One key={file.id} file={file} number={row.message?.number ?? 0} session={session} pictures={picturesOf(state)} />
      ))}
    </ul>
  );
}

/** Every picture of the talk, in order: the viewer walks through them. */
const picturesOf = (state: BubbleOptions["state"]): AttachmentShape[] =>
  state.feed.messages.flatMap(({ attachments }) => attachments).filter(isPicture);

const isPicture = ({ state, width }: AttachmentShape): boolean => state === "ready" && width !== null;

interface OneOptions {
  file: AttachmentShape;
  /** Its message's; 0 while that is on its way. */
  number: number;
  session: Session;
  pictures: AttachmentShape[];
}

function One({ file, number, session, pictures }: OneOptions): JSX.Element {
  useEffect(() => {
    if (file.state !== "pending" || !number) return;
    const look = async (): Promise<void> => {
      const { attachment } = await door().look(file.id);
      const { feed } = session.store.value;
      const { conversation } = feed;
      if (attachment.state !== "pending" && conversation) session.store.set({ feed: refiled(feed, { conversation, number, attachment }) });
    };
    const timer = setInterval(() => void look().catch(() => undefined), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [file.state, number]);
  return <li>{isPicture(file) ? <Picture file={file} pictures={pictures} /> : <Line file={file} />}</li>;
}

const links = new Map<string, { at: number; looked: Promise<LookedAtShape> }>();

/** Links to a file, asked for once a minute at most. */
function linksOf(id: string): Promise<LookedAtShape> {
  const held = links.get(id);
  if (held && Date.now() - held.at < LINKS_FOR_MS) return held.looked;
  const looked = door().look(id);
  links.set(id, { at: Date.now(), looked });
  looked.catch(() => links.delete(id));
  return looked;
}

/** A link to it once there is one; "" before that, and when it is not to be had. */
export function useLink(id: string, which: "url" | "thumbnail"): string {
  const [link, take] = useState("");
  useEffect(() => {
    let over = false;
    take("");
    linksOf(id).then(
      (looked) => over || take(looked[which] ?? ""),
      () => undefined,
    );
    return () => void (over = true);
  }, [id]);
  return link;
}

function Picture({ file, pictures }: Pick<OneOptions, "file" | "pictures">): JSX.Element {
  const [open, show] = useState(false);
  const link = useLink(file.id, "thumbnail");
  return (
    <>
      <button type="button" class="photo" style={placeOf(file, 220, 240)} aria-label={t("Photo: {name}", { name: file.name })} onClick={() => show(true)}>
        <img src={link || undefined} alt="" />
      </button>
      {open && <Viewer first={file} pictures={pictures.length ? pictures : [file]} close={() => show(false)} />}
    </>
  );
}

function Line({ file }: { file: AttachmentShape }): JSX.Element {
  const [got, count] = useState<number | null>(null);
  const [failed, fail] = useState(false);
  const ready = file.state === "ready";
  const get = (): void => {
    fail(false);
    count(0);
    void saveFile(file.id, count).then((done) => {
      fail(!done);
      count(null);
    });
  };
  const bad = failed || file.state === "refused";
  const words = failed ? t("Not saved: try again") : got === null ? aboutFile(file) : t("{sent} of {size}", { sent: sizeOf(got), size: sizeOf(file.size) });
  return (
    <button type="button" class={bad ? "file bad" : "file"} disabled={!ready || got !== null} onClick={get}>
      <Mark name={bad ? "alert" : file.width ? "image" : "file"} />
      <span>
        <span class="unseen">{ready ? t("Save") : ""} </span>
        <bdi>{file.name}</bdi>
        <small>{words}</small>
      </span>
      {got !== null && <progress max={file.size} value={got} aria-label={file.name} />}
    </button>
  );
}

/** Whether it could be saved. */
export async function saveFile(id: string, onGot: (bytes: number) => void): Promise<boolean> {
  try {
    await save(door(), id, onGot);
    return true;
  } catch {
    return false;
  }
}
