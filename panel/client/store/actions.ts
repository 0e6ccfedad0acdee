/** What an operator does: choose, send, assign, close, reopen, start a chat. Each says what it did, with a way back. */

import { batch, signal } from "@preact/signals";
import type { ConversationShape } from "#wire";
import { newId } from "../../../chat/client/new_id.ts";
import { t } from "../../../chat/client/t.ts";
import { stopOf } from "../state/guard.ts";
import type { SaidLine, Stop } from "../state/guard.ts";
import type { ConversationChange } from "../work_api.ts";
import { draftOf, keepDraft } from "../memory.ts";
import { go, route } from "../route.ts";
import { nameOf } from "../words.ts";
import { asApiError } from "./inbox.ts";
import type { Panel } from "./panel.ts";
import { toast } from "./toasts.ts";

export type Mode = "text" | "note";

/** What the composer writes now: a reply or a private note. */
export const mode = signal<Mode>("text");

/** Whether the assign menu is open; the key A opens it too. */
export const assigning = signal(false);

/** What could not be done, said above the thread until the next try. */
export const failure = signal<string | null>(null);

/** On a phone: the visitor column is a page of its own. Between phone and desk it is a drawer. */
export const visitorOpen = signal(false);

/** Whether the conversation was opened to write in it: then the composer takes the focus. Walkers with J and K keep it. */
export const writing = signal(false);

export function choose(panel: Panel, conversation: string | null, { write = false } = {}): void {
  batch(() => {
    writing.value = write;
    mode.value = "text";
    assigning.value = false;
    visitorOpen.value = false;
    failure.value = null;
    stopped.value = null;
    const walking = route.value.page === "inbox" && route.value.conversation !== null && conversation !== null;
    go({ page: "inbox", project: panel.project.id, conversation }, { replace: walking });
  });
}

/** What stopped before it went out, and where: said above the composer until it is sent anyway, or written on. */
export const stopped = signal<{ conversation: string; stop: Stop } | null>(null);

/** Sends what stands in the composer, unless it should be looked at once more. */
export function sendDraft(panel: Panel, conversation: string, kind: Mode = mode.value): void {
  const draft = draftOf(conversation);
  const written = { text: kind === "note" ? draft.note : draft.text, kind, since: draft.since ?? null };
  const stop = stopOf(written, panel.threads.feeds.value[conversation]?.messages ?? summaryOf(panel, conversation), panel.boot.member.id);
  stopped.value = stop && { conversation, stop };
  if (!stop) sendAnyway(panel, conversation, kind);
}

/** The last line as the list tells of it, while the lines themselves are not here yet. */
function summaryOf(panel: Panel, id: string): SaidLine[] {
  const talk = panel.inbox.conversation(id);
  return talk?.last_message ? [{ ...talk.last_message, number: talk.last_number, kind: "text", deleted: false }] : [];
}

/** It is drawn at once and leaves the draft. */
export function sendAnyway(panel: Panel, conversation: string, kind: Mode = mode.value): void {
  stopped.value = null;
  // Files that are still on their way send it themselves once they are there.
  const attachments = panel.files.take(conversation, kind, () => sendAnyway(panel, conversation, kind));
  const draft = draftOf(conversation);
  const note = kind === "note";
  const text = (note ? draft.note : draft.text).trim();
  if (!attachments || (!text && !attachments.length)) return;
  batch(() => {
    const quotes = attachments.length || draft.quotes === undefined ? {} : { reply_to: draft.quotes };
    panel.threads.outbox.add({ conversation, text, kind, attachments, files: attachments.map(({ id }) => id), ...quotes });
    keepDraft(conversation, note ? { text: draft.text, note: "" } : { text: "", note: draft.note });
    if (mode.value === kind) mode.value = "text";
  });
}

export async function setDone(panel: Panel, conversation: ConversationShape, done: boolean): Promise<void> {
  const next = done && conversation.id === panel.openConversation() ? neighbourOf(panel, conversation.id) : null;
  const changed = await change(panel, conversation.id, { status: done ? "closed" : "open" });
  if (!changed) return;
  const name = nameOf(conversation.visitor);
  toast(done ? t("{name} is done", { name }) : t("{name} is open again", { name }), () => {
    if (done) choose(panel, changed.id);
    void setDone(panel, changed, !done);
  });
  if (next && panel.openConversation() === conversation.id) choose(panel, next);
}

/** Gives the conversation to a member, or back to Unassigned (null); a note for them stands before it. */
export async function assign(panel: Panel, conversation: ConversationShape, to: string | null, note = ""): Promise<void> {
  const before = conversation.assignee?.id ?? null;
  if (before === to && !note) return;
  const changed = await change(panel, conversation.id, { assignee: to, ...(note ? { note: { client_id: newId(), text: note } } : {}) });
  if (!changed) return;
  const name = changed.assignee?.name;
  const words = name ? t("Assigned to {name}", { name }) : t("Back to Unassigned");
  toast(words, () => void assign(panel, changed, before));
}

/** The first message to somebody who is looking at the site. `clientId` stays the same for a repeat. Throws ApiError. */
export async function startChat(panel: Panel, first: { visitor: string; text: string; clientId: string }): Promise<void> {
  const { visitor, text, clientId } = first;
  const { conversation } = await panel.api.start({ visitor, client_id: clientId, text });
  choose(panel, conversation, { write: true });
}

export function setAvailable(panel: Panel, available: boolean): void {
  panel.live
    .request({ type: "status", available })
    .then(() => {
      const operators = panel.inbox.state.value.operators.map((each) =>
        each.id === panel.boot.member.id ? { ...each, available } : each,
      );
      panel.inbox.dispatch({ type: "presence", project: panel.project.id, operators });
    })
    .catch(() => (failure.value = t("Not changed: the connection is away")));
}

/** Asks for a change; what could not be done is said above the thread. */
export async function change(panel: Panel, id: string, to: ConversationChange): Promise<ConversationShape | null> {
  failure.value = null;
  try {
    const conversation = await panel.api.change(id, to);
    panel.inbox.dispatch({ type: "conversation", conversation });
    return conversation;
  } catch (error) {
    failure.value = t("Not changed: {reason}", { reason: asApiError(error).message });
    return null;
  }
}

/** Where to go after this one is done: who waits longest, else the next row. */
function neighbourOf(panel: Panel, id: string): string | null {
  return panel.inbox.nextWaiting(id) ?? panel.inbox.neighbour(id, 1);
}
