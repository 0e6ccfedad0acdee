/** What few pages need, in one piece that is loaded after the first hello: the HTTP doors, and other tabs. */

export { openPolling } from "../../chat/client/polling.ts";
export { Tabs } from "../../chat/client/tabs.ts";
