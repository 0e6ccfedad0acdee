/** Where the panel's unsent messages outlive a reload: this browser's storage, one entry a message. */

import { signal } from "@preact/signals";
import type { OutboxStorage, Pending } from "../../../chat/client/outbox.ts";

/** Storage is forbidden or full: unsent messages wait in this tab's memory alone, and the operator is told. */
export const forgetful = signal(false);

/** One place for each owner: a member in a project. Two people at one computer never send each other's words. */
export function outboxStorage(owner: string): OutboxStorage {
  const prefix = `parley:panel:outbox:${owner}:`;
  return {
    all: () => keysWith(prefix).flatMap(pendingAt),
    put(pending) {
      forgetful.value = !succeeds(() => localStorage.setItem(prefix + pending.client_id, JSON.stringify(pending)));
    },
    drop: (clientId) => void succeeds(() => localStorage.removeItem(prefix + clientId)),
  };
}

function keysWith(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

function pendingAt(key: string): Pending[] {
  try {
    return [JSON.parse(localStorage.getItem(key) ?? "") as Pending];
  } catch {
    return []; // another tab has just sent it
  }
}

function succeeds(write: () => void): boolean {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}
