// Where the token and unsent messages outlive the page: the host page's storage, else the frame's own, else only memory.

import type { OutboxStorage, Pending } from "../../../chat/client/outbox.ts";
import type { Host } from "./host.ts";

export interface Keep {
  token: string | null;
  draft: string;
  readonly pending: readonly string[];
  /** Nothing outlives this page: the visitor is told. */
  readonly forgetful: boolean;
  /** Null removes. */
  write(name: string, value: string | null): void;
  /** Nothing may be written yet: the visitor is asked for their consent. */
  held?: boolean;
  /** They agree: what was only remembered until now is kept. */
  allow?(): void;
}

const OUT = "out:";

export async function openKeep(key: string, host: Host | null): Promise<Keep> {
  if (host?.handover.asks) return (await import("./ask_first.ts")).rememberFirst(host);
  if (host?.handover.keeps) {
    const { token, pending, draft } = host.handover;
    return { token, pending, draft: draft ?? "", forgetful: false, write: (name, value) => host.tell({ t: "keep", name, value }) };
  }
  try {
    return await (await import("./own_keep.ts")).ownKeep(key);
  } catch {
    return { token: null, pending: [], draft: "", forgetful: true, write: () => undefined };
  }
}

/** The outbox's storage inside a keep. */
export function outboxStorage(keep: Keep): OutboxStorage {
  return {
    all: () => keep.pending.flatMap(pendingOf),
    put: (pending) => keep.held || keep.write(OUT + pending.client_id, JSON.stringify(pending)),
    drop: (clientId) => keep.write(OUT + clientId, null),
  };
}

/** Storage is not ours alone: whatever is not a pending message is left out. */
function pendingOf(entry: string): Pending[] {
  try {
    const pending = JSON.parse(entry) as Partial<Pending> | null;
    const whole = typeof pending?.client_id === "string" && typeof pending.text === "string";
    return whole ? [pending as Pending] : [];
  } catch {
    return [];
  }
}
