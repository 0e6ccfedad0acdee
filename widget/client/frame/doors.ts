// The visitor's HTTP doors, for networks that block sockets: what each request names.

import type { Feed } from "../../../chat/client/feed.ts";
import type { PollingDoors } from "../../../chat/client/polling.ts";

export function visitorDoors(project: string, token: () => string | null, feed: () => Feed): PollingDoors {
  return {
    framesUrl: "/w/api/frames",
    feedUrl(cursor) {
      const { conversation, last } = feed();
      const query = new URLSearchParams({ project, wait: "20" });
      if (conversation !== null) query.set("conversation", conversation);
      if (conversation !== null) query.set("after", String(last));
      if (cursor !== null) query.set("cursor", cursor);
      return `/w/api/feed?${query}`;
    },
    envelope: () => ({ v: 1, project, token: token() }),
    // The token stands in a header: addresses end up in logs.
    headers: () => (token() ? { Authorization: `Bearer ${token()}` } : ({} as Record<string, string>)),
  };
}
