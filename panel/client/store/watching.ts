/** Which tab looks at which conversation, where tabs share a connection: the server hears when the last one looks away. */

import type { Frame } from "../../../chat/client/wire.ts";

/** This tab among the others. */
export const HERE = 0;

export class Watching {
  private readonly looks = new Map<number, unknown>();

  /** Notes a tab's frame. False for an unwatch of what another tab still looks at: the server must not hear it. */
  passes({ type, conversation }: Frame, tab: number): boolean {
    if (type === "watch") this.looks.set(tab, conversation);
    if (type !== "unwatch") return true;
    if (this.looks.get(tab) === conversation) this.looks.delete(tab);
    return ![...this.looks.values()].includes(conversation);
  }

  /** The connection is new: every tab says again what it looks at. */
  clear(): void {
    this.looks.clear();
  }
}
