// What few pages need, in one piece that is loaded after the first hello: the HTTP doors, other tabs, and the frame's own storage.

export { openPolling } from "../../../chat/client/polling.ts";
export { Tabs } from "../../../chat/client/tabs.ts";
export { ownKeep } from "./own_keep.ts";
