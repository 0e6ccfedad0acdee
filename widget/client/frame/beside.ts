// What few pages need: other tabs, loaded when one is heard, and the HTTP doors, loaded when sockets fail.

import type { Carrier, CarrierEvents } from "../../../chat/client/wire.ts";
import type { PollingDoors } from "../../../chat/client/polling.ts";

export { Tabs } from "../../../chat/client/tabs.ts";

export async function openPolling(doors: PollingDoors, events: CarrierEvents): Promise<Carrier> {
  return (await import("../../../chat/client/polling.ts")).openPolling(doors, events);
}
