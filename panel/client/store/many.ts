/** Sends many conversations elsewhere, each by a press of its own: begun by one, stopped by another, and remembered over a reload. */

import { signal } from "@preact/signals";
import type { DeliveryShape, PreviewShape } from "#wire";
import type { Api, Press } from "../api.ts";
import { again, nextOf, withDelivery, withRefusal } from "../state/many.ts";
import type { Item, Many } from "../state/many.ts";
import { asApiError } from "./inbox.ts";

/** Refusals of one conversation; any other would meet all of them, so there it stands still. */
const OF_ONE = ["conflict", "invalid", "not_found", "unsendable"];

/** Faster than the server lets one person be: the same one again after this. */
const SLOWLY_MS = 1_000;

/** What a conversation would send, as the operator has seen it. */
export interface Seen extends Pick<PreviewShape, "at" | "digest"> {
  conversation: string;
}

export class SendMany {
  /** What was begun and not left yet; also what a reload has interrupted. */
  readonly many = signal<Many | null>(null);
  readonly running = signal(false);
  /** Why it stands still. */
  readonly problem = signal<string | null>(null);
  private stopped = false;
  /** A push may come before the answer to its press. */
  private readonly heard = new Map<string, DeliveryShape>();

  /** `place` is this member's and project's own: in this tab somebody else may sign in. */
  constructor(
    private readonly api: Api,
    private readonly place: string,
  ) {
    const found = remembered(place);
    if (found && nextOf(found)) this.many.value = found;
  }

  async begin(many: Many, seen: Seen): Promise<void> {
    this.keep(many);
    await this.goOn(seen);
  }

  /** Presses for those that have had no turn yet. Only the operator calls this. */
  async goOn(seen?: Seen): Promise<void> {
    if (this.running.value) return;
    this.stopped = false;
    this.problem.value = null;
    this.running.value = true;
    try {
      let item: Item | undefined;
      while (!this.stopped && (item = this.many.value ? nextOf(this.many.value) : undefined)) await this.press(item, seen);
    } catch (error) {
      this.problem.value = asApiError(error).message;
    }
    this.running.value = false;
  }

  stop(): void {
    this.stopped = true;
  }

  async tryAgain(): Promise<void> {
    if (this.many.value) this.keep(again(this.many.value));
    await this.goOn();
  }

  /** What was not pressed is not sent. */
  leave(): void {
    this.stop();
    this.heard.clear();
    this.keep(null);
  }

  hear(delivery: DeliveryShape): void {
    const many = this.many.value;
    if (!many || delivery.integration !== many.integration || !delivery.conversation) return;
    this.heard.set(delivery.id, delivery);
    const item = many.items.find((each) => each.delivery === delivery.id);
    if (item) this.keep(withDelivery(many, item.conversation, delivery));
  }

  /** Sends what was seen, or else what it is at this moment: a change between the two is refused by the server. */
  private async press({ conversation, request_id }: Item, seen?: Seen): Promise<void> {
    const many = this.many.value;
    if (!many) return;
    const press: Press = { conversation, request_id, fields: many.fields };
    try {
      const { at, digest } = seen?.conversation === conversation ? seen : await this.api.preview(many.integration, press);
      const delivery = await this.api.press(many.integration, { ...press, at, digest });
      this.change((now) => withDelivery(now, conversation, this.heard.get(delivery.id) ?? delivery));
    } catch (error) {
      const refusal = asApiError(error);
      if (refusal.code === "slow_down") return await new Promise((go) => setTimeout(go, SLOWLY_MS));
      if (!OF_ONE.includes(refusal.code)) throw refusal;
      this.change((now) => withRefusal(now, conversation, refusal.message));
    }
  }

  private change(how: (many: Many) => Many): void {
    if (this.many.value) this.keep(how(this.many.value));
  }

  private keep(many: Many | null): void {
    this.many.value = many;
    remember(this.place, many);
  }
}

function remembered(place: string): Many | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? "null") as Many | null;
  } catch {
    return null; // forbidden, or another version's
  }
}

function remember(place: string, many: Many | null): void {
  try {
    if (many) sessionStorage.setItem(place, JSON.stringify(many));
    else sessionStorage.removeItem(place);
  } catch {
    // Forbidden or full: a reload forgets the rest, which then is not sent.
  }
}
