/** What was sent elsewhere from one conversation: old list + a delivery = new list, and how each integration stands. */

import type { DeliveryShape, IntegrationShape } from "#wire";

/** The newest first, each once. A push may come before the answer to the press, or after it. */
export function withDelivery(list: readonly DeliveryShape[], delivery: DeliveryShape): DeliveryShape[] {
  const others = list.filter((each) => each.id !== delivery.id);
  const former = list.find((each) => each.id === delivery.id);
  const next = former && isNewer(former, delivery) ? former : delivery;
  return [next, ...others].sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
}

/** Whether `former` already tells of a later moment: more tries, or its end. */
function isNewer(former: DeliveryShape, delivery: DeliveryShape): boolean {
  if (former.tries !== delivery.tries) return former.tries > delivery.tries;
  return former.ended_at !== null && delivery.ended_at === null;
}

export const isUnderWay = ({ state }: DeliveryShape): boolean => ["queued", "sending", "waiting"].includes(state);

/** The newest delivery to one integration, or none. */
export function newestTo(integration: IntegrationShape, list: readonly DeliveryShape[]): DeliveryShape | undefined {
  return list.find((each) => each.integration === integration.id);
}
