/** Pressing for many conversations, one after the other: which they are, and how far it is. Old value + event = new value. */

import type { ConversationShape, DeliveryShape, IntegrationShape } from "#wire";

export interface Item {
  conversation: string;
  /** Who it is with, as the list named them. */
  name: string;
  /** Made once: pressing again, also after a reload, sends nothing twice. */
  request_id: string;
  /** Empty until it was pressed; afterwards its delivery's, or `refused`. */
  state: DeliveryShape["state"] | "refused" | "";
  delivery: string | null;
  detail: string;
}

export interface Many {
  integration: string;
  /** The integration's. */
  name: string;
  fields: readonly string[];
  items: readonly Item[];
}

type Named = Pick<ConversationShape, "id"> & { name: string };

export function manyOf({ id, name }: IntegrationShape, fields: readonly string[], found: readonly Named[], newId: () => string): Many {
  const items = found.map((each): Item => {
    return { conversation: each.id, name: each.name, request_id: newId(), state: "", delivery: null, detail: "" };
  });
  return { integration: id, name, fields, items };
}

/** The one whose turn it is; none once all were pressed. */
export const nextOf = ({ items }: Many): Item | undefined => items.find((each) => each.state === "");

export const counted = ({ items }: Many, ...states: Item["state"][]): number =>
  items.filter((each) => states.includes(each.state)).length;

/** How many have had their turn, whatever came of it. */
export const done = (many: Many): number => many.items.length - counted(many, "");

export const failures = ({ items }: Many): readonly Item[] =>
  items.filter((each) => each.state === "refused" || each.state === "failed");

/** The press was answered with this delivery, or a push told of it: what has ended stays so. */
export function withDelivery(many: Many, conversation: string, { id, state, detail }: DeliveryShape): Many {
  return changed(many, (each) => {
    if (each.conversation !== conversation || (each.delivery !== null && each.delivery !== id)) return each;
    return hasEnded(each) ? each : { ...each, delivery: id, state, detail };
  });
}

export function withRefusal(many: Many, conversation: string, detail: string): Many {
  return changed(many, (each) => (each.conversation === conversation ? { ...each, state: "refused", detail } : each));
}

/** Those that were refused have another turn, with the same press. */
export function again(many: Many): Many {
  return changed(many, (each) => (each.state === "refused" ? { ...each, state: "", detail: "" } : each));
}

const hasEnded = ({ state }: Item): boolean => ["delivered", "failed", "cancelled"].includes(state);

function changed(many: Many, change: (item: Item) => Item): Many {
  return { ...many, items: many.items.map(change) };
}
