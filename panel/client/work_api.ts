/** REST calls of a team's tools: tags, canned replies, macros, views, and changes of many conversations. */

import type { CannedReplyShape, ChangedShape, ConversationShape, MacroShape, MessageShape, SavedViewShape, TagShape } from "#wire";
import type { Listing } from "./api.ts";

type Call = <Result>(path: string, method?: string, body?: unknown) => Promise<Result>;

/** What one conversation can be made into; everything that is named, or nothing of it. */
export interface ConversationChange {
  status?: "open" | "snoozed" | "closed";
  /** With status snoozed; null is until the visitor writes. */
  snoozed_until?: string | null;
  assignee?: string | null;
  department?: string | null;
  tags?: readonly string[];
  add_tags?: readonly string[];
  priority?: number;
  note?: { client_id: string; text: string };
}

export interface ChangeOfOne extends ConversationChange {
  conversation: string;
}

/** What the inbox is narrowed to, by the server's names. */
export interface Wants {
  status?: string;
  assignee?: string;
  department?: string;
  tag?: readonly string[];
  priority?: string;
  unread?: boolean;
  visitor?: string;
}

export interface NewReply {
  shortcut: string;
  text: string;
  own?: boolean;
}

export function workApi(call: Call) {
  const of = (conversation: string) => `conversations/${conversation}/`;
  return {
    many: (changes: readonly ChangeOfOne[]) => call<Listing<ChangedShape>>("conversations/bulk/", "POST", { changes }),
    unread: (conversation: string) => call<ConversationShape>(`${of(conversation)}unread/`, "POST"),
    merged: (conversation: string) => call<Listing<ConversationShape>>(`${of(conversation)}merged/`),
    merge: (conversation: string, into: string) => call<ConversationShape>(`${of(conversation)}merged/`, "POST", { into }),
    unmerge: (conversation: string) => call<ConversationShape>(`${of(conversation)}merged/`, "DELETE"),
    correct: (conversation: string, number: number, text: string) =>
      call<MessageShape>(`${of(conversation)}messages/${number}/`, "PATCH", { text }),
    takeBack: (conversation: string, number: number) => call<MessageShape>(`${of(conversation)}messages/${number}/`, "DELETE"),
    tags: () => call<Listing<TagShape>>("tags/"),
    replies: () => call<Listing<CannedReplyShape>>("canned-replies/"),
    addReply: (reply: NewReply) => call<CannedReplyShape>("canned-replies/", "POST", reply),
    editReply: (id: string, reply: NewReply) => call<CannedReplyShape>(`canned-replies/${id}/`, "PATCH", reply),
    dropReply: (id: string) => call<null>(`canned-replies/${id}/`, "DELETE"),
    replyUsed: (id: string) => call<CannedReplyShape>(`canned-replies/${id}/used/`, "POST"),
    macros: () => call<Listing<MacroShape>>("macros/"),
    runMacro: (id: string, conversation: string, client_id: string) =>
      call<ConversationShape>(`macros/${id}/run/`, "POST", { conversation, client_id }),
    views: () => call<Listing<SavedViewShape>>("views/"),
    addView: (name: string, wants: Wants, own: boolean) => call<SavedViewShape>("views/", "POST", { name, wants, own }),
    dropView: (id: string) => call<null>(`views/${id}/`, "DELETE"),
  };
}
