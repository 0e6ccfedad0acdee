// The HTTP doors for files, of either side: announce, finish, call off, look.

import type { AttachmentShape, LookedAtShape, UploadShape } from "#wire";

/** Why a door did not open: a code of the contract, or `offline` when nothing answered. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export interface Announced {
  client_id: string;
  name: string;
  size: number;
}

export interface FileDoor {
  /** Take room for a file, or ask again what of it is missing. */
  start(file: Announced): Promise<UploadShape>;
  done(id: string): Promise<AttachmentShape>;
  cancel(id: string): Promise<void>;
  /** A file with links for a minute. */
  look(id: string): Promise<LookedAtShape>;
}

export interface DoorOptions {
  base: string;
  /** What every address ends with. */
  query?: string;
  headers(): Record<string, string>;
  /** What the announcement says besides the file. */
  envelope?: object;
}

export function fileDoor({ base, query = "", headers, envelope = {} }: DoorOptions): FileDoor {
  const ask = async <Answer>(path: string, method: string, body?: object): Promise<Answer> => {
    const init = { method, headers: { ...headers(), Accept: "application/json", ...(body && { "Content-Type": "application/json" }) } };
    const response = await fetch(base + path + query, body ? { ...init, body: JSON.stringify(body) } : init).catch(() => null);
    if (!response) throw new Refusal("offline", "");
    if (response.ok) return (response.status === 204 ? null : await response.json().catch(() => null)) as Answer;
    const said = (await response.json().catch(() => null)) as { error?: { code?: string; detail?: string } } | null;
    throw new Refusal(said?.error?.code ?? (response.status < 500 ? "refused" : "busy"), said?.error?.detail ?? "");
  };
  return {
    start: (file) => ask("", "POST", { ...envelope, ...file }),
    done: async (id) => (await ask<{ attachment: AttachmentShape }>(`/${id}/done`, "POST")).attachment,
    cancel: (id) => ask(`/${id}`, "DELETE"),
    look: (id) => ask(`/${id}`, "GET"),
  };
}
