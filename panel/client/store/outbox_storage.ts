/** Where the panel's unsent messages outlive a reload: this browser's storage, one entry a message. */

import type { OutboxStorage, Pending } from "../../../chat/client/outbox.ts";

export function outboxStorage(project: string): OutboxStorage {
  const prefix = `parley:panel:outbox:${project}:`;
  return {
    all: () => keysWith(prefix).flatMap(pendingAt),
    put: (pending) => quietly(() => localStorage.setItem(prefix + pending.client_id, JSON.stringify(pending))),
    drop: (clientId) => quietly(() => localStorage.removeItem(prefix + clientId)),
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

function quietly(write: () => void): void {
  try {
    write();
  } catch {
    // Forbidden or full: the message still waits in this tab's memory.
  }
}
