/** Files that go along with what an operator writes: a tray for each conversation, one for replies and one for notes. */

import { signal } from "@preact/signals";
import type { AttachmentShape } from "#wire";
import type { FileDoor } from "../../../chat/client/files/door.ts";
import { Uploads } from "../../../chat/client/files/uploads.ts";
import type { Upload } from "../../../chat/client/files/uploads.ts";
import type { Mode } from "./actions.ts";

/** A note's files must never go out with a reply, so the two are kept apart as their texts are. */
const trayOf = (conversation: string, kind: Mode): string => `${conversation} ${kind}`;

export class FilesStore {
  readonly trays = signal<Readonly<Record<string, readonly Upload[]>>>({});
  /** Trays whose message is sent by itself once everything in it is there. */
  readonly wanted = signal<ReadonlySet<string>>(new Set());
  private readonly uploads = new Map<string, Uploads>();
  private readonly sends = new Map<string, () => void>();

  constructor(
    readonly door: FileDoor,
    /** Bytes; 0 where no files are taken. */
    readonly largest: number,
  ) {}

  list(conversation: string, kind: Mode): readonly Upload[] {
    return this.trays.value[trayOf(conversation, kind)] ?? [];
  }

  soon(conversation: string, kind: Mode): boolean {
    return this.wanted.value.has(trayOf(conversation, kind));
  }

  add(conversation: string, kind: Mode, files: readonly File[]): void {
    if (this.largest && files.length) this.of(trayOf(conversation, kind)).add(files);
  }

  cancel(conversation: string, kind: Mode, id: string): void {
    this.of(trayOf(conversation, kind)).cancel(id);
  }

  retry(conversation: string, kind: Mode, id: string): void {
    this.of(trayOf(conversation, kind)).retry(id);
  }

  /** What is there, for a message to send; null while some is on its way: then `send` is called once it is there. */
  take(conversation: string, kind: Mode, send: () => void): AttachmentShape[] | null {
    const tray = trayOf(conversation, kind);
    const uploads = this.uploads.get(tray);
    if (!uploads) return [];
    if (!uploads.busy) return uploads.take();
    this.sends.set(tray, send);
    this.wanted.value = new Set([...this.wanted.value, tray]);
    return null;
  }

  private of(tray: string): Uploads {
    const made = this.uploads.get(tray) ?? new Uploads({ door: this.door, largest: this.largest, onChange: (list) => this.changed(tray, list) });
    this.uploads.set(tray, made);
    return made;
  }

  private changed(tray: string, list: readonly Upload[]): void {
    this.trays.value = { ...this.trays.value, [tray]: list };
    const send = this.sends.get(tray);
    if (!send || this.uploads.get(tray)?.busy) return;
    this.sends.delete(tray);
    this.wanted.value = new Set([...this.wanted.value].filter((one) => one !== tray));
    if (list.some(({ state }) => state === "there")) queueMicrotask(send);
  }
}
