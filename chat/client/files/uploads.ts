// Files on their way: part by part, so that a line that breaks costs one part; announced once, so that none is there twice.

import type { AttachmentShape, PartShape } from "#wire";
import { backoffMs } from "../backoff.ts";
import { newId } from "../new_id.ts";
import { Refusal } from "./door.ts";
import type { FileDoor } from "./door.ts";
import { tooBig } from "./words.ts";

export type UploadState =
  | "sending"
  | "waiting" // for the connection
  | "there" // all of it; being checked by now, or ready
  | "failed";

export interface Upload {
  readonly client_id: string;
  readonly name: string;
  readonly size: number;
  /** Bytes that are there. */
  readonly sent: number;
  readonly state: UploadState;
  readonly attachment: AttachmentShape | null;
  /** What is wrong, once it failed. */
  readonly problem: string;
}

export interface UploadsOptions {
  door: FileDoor;
  /** Bytes; a larger one is not even begun. */
  largest: number;
  onChange(list: readonly Upload[]): void;
}

const FILES_AT_MOST = 10; // in one message, as the server says
/** Refusals that pass by themselves. */
const PASSING = new Set(["offline", "busy", "slow_down", "internal"]);
const STALLED_MS = 20_000; // nothing went out for so long: the line is dead, though nobody said so

export class Uploads {
  readonly #options: UploadsOptions;
  readonly #files = new Map<string, File>();
  readonly #aborts = new Map<string, AbortController>();
  #list: readonly Upload[] = [];

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  get list(): readonly Upload[] {
    return this.#list;
  }

  /** Some of them are still on their way. */
  get busy(): boolean {
    return this.#list.some(({ state }) => state === "sending" || state === "waiting");
  }

  add(files: readonly File[]): void {
    const room = FILES_AT_MOST - this.#list.filter(({ state }) => state !== "failed").length;
    for (const file of files.slice(0, Math.max(0, room))) {
      const upload: Upload = { client_id: newId(), name: file.name, size: file.size, sent: 0, state: "sending", attachment: null, problem: "" };
      this.#files.set(upload.client_id, file);
      const problem = file.size > this.#options.largest ? tooBig(this.#options.largest) : "";
      this.#change([...this.#list, problem ? { ...upload, state: "failed", problem } : upload]);
      if (!problem) void this.#run(upload.client_id, file);
    }
  }

  retry(id: string): void {
    const file = this.#files.get(id);
    if (!file || file.size > this.#options.largest) return;
    this.#update(id, { state: "sending", problem: "" });
    void this.#run(id, file);
  }

  /** Away with it, here and there. */
  cancel(id: string): void {
    const upload = this.#find(id);
    this.#aborts.get(id)?.abort();
    this.#forget(id);
    if (upload?.attachment) this.#options.door.cancel(upload.attachment.id).catch(() => undefined); // swept after a day
  }

  /** What is there, for a message to send: it is not ours any more. */
  take(): AttachmentShape[] {
    const there = this.#list.filter(({ state }) => state === "there");
    for (const { client_id } of there) this.#forget(client_id);
    return there.flatMap(({ attachment }) => attachment ?? []);
  }

  #find(id: string): Upload | undefined {
    return this.#list.find(({ client_id }) => client_id === id);
  }

  #forget(id: string): void {
    this.#files.delete(id);
    this.#aborts.delete(id);
    this.#change(this.#list.filter(({ client_id }) => client_id !== id));
  }

  #change(list: readonly Upload[]): void {
    this.#list = list;
    this.#options.onChange(list);
  }

  #update(id: string, part: Partial<Upload>): void {
    this.#change(this.#list.map((one) => (one.client_id === id ? { ...one, ...part } : one)));
  }

  /** Until it is there, refused or called off, however often the line breaks. */
  async #run(id: string, file: File): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const began = Date.now();
    for (let failures = 1; !abort.signal.aborted; failures += 1)
      try {
        const before = this.#find(id)?.sent ?? 0;
        const attachment = await this.#send(id, file, abort.signal);
        if (attachment) return this.#update(id, { state: "there", sent: file.size, attachment });
        if ((this.#find(id)?.sent ?? 0) > before) failures = 0; // it goes on, so it is no long absence
      } catch (error) {
        if (abort.signal.aborted) return;
        if (!(error instanceof Refusal) || !PASSING.has(error.code))
          return this.#update(id, { state: "failed", problem: error instanceof Refusal ? error.message : "" });
        this.#update(id, { state: "waiting" });
        await pause(backoffMs({ failures, awayMs: Date.now() - began, hidden: document.hidden }), abort.signal);
        this.#update(id, { state: "sending" });
      }
  }

  /** Asks what is missing and sends that. Null where the server misses more afterwards. */
  async #send(id: string, file: File, signal: AbortSignal): Promise<AttachmentShape | null> {
    const { door } = this.#options;
    const { attachment, parts } = await door.start({ client_id: id, name: file.name, size: file.size });
    if (signal.aborted) {
      door.cancel(attachment.id).catch(() => undefined);
      throw new Refusal("offline", "");
    }
    this.#update(id, { attachment });
    if (attachment.state !== "uploading") return attachment;
    let there = file.size - parts.reduce((sum, { size }) => sum + size, 0);
    this.#update(id, { sent: there });
    for (const part of parts) {
      await put(part, file, signal, (sent) => this.#update(id, { sent: there + sent }));
      there += part.size;
    }
    return door.done(attachment.id).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === "conflict") return null;
      throw error;
    });
  }
}

/** Puts one part where files lie. Rejects with a Refusal: `offline` for whatever another form, or another moment, may mend. */
function put(part: PartShape, file: File, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const [name, value] of Object.entries(part.fields)) form.append(name, value);
    form.append("file", file.slice(part.first, part.first + part.size), "part");
    let stalled: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MS);
    };
    const end = (how: () => void): void => {
      clearTimeout(stalled);
      signal.removeEventListener("abort", stop);
      how();
    };
    const stop = (): void => request.abort();
    const lost = (): void => end(() => reject(new Refusal("offline", "")));
    request.upload.onprogress = ({ loaded }) => {
      wait();
      onSent(Math.min(loaded, part.size)); // the form around it counts as well
    };
    request.onload = () => end(() => (request.status < 300 ? resolve() : reject(new Refusal(request.status === 400 ? "invalid" : "offline", ""))));
    request.onerror = request.onabort = lost;
    signal.addEventListener("abort", stop);
    request.open("POST", part.url);
    wait();
    request.send(form);
  });
}

/** So long, or until the browser says that it is online again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = (): void => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener("online", end, { signal: over.signal });
    signal.addEventListener("abort", end, { signal: over.signal });
  });
}
