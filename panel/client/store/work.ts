/** The tools of a team, as this window knows them: vocabulary, canned replies, macros, views; and what is done with them. */

import { batch, signal } from "@preact/signals";
import type { CannedReplyShape, ConversationShape, MacroShape, SavedViewShape, TagShape } from "#wire";
import { newId } from "../../../chat/client/new_id.ts";
import { t, tn } from "../../../chat/client/t.ts";
import type { ChangeOfOne, ConversationChange } from "../work_api.ts";
import { nameOf } from "../words.ts";
import { change, choose, failure } from "./actions.ts";
import { asApiError, known } from "./inbox.ts";
import type { Panel } from "./panel.ts";
import { toast } from "./toasts.ts";

/** The server takes so many in one request. */
const AT_ONCE = 100;
/** Many changes take longer to look over than one. */
const UNDO_MANY_MS = 10_000;

export const vocabulary = signal<readonly TagShape[]>([]);
export const replies = signal<readonly CannedReplyShape[] | null>(null);
export const macros = signal<readonly MacroShape[]>([]);
export const views = signal<readonly SavedViewShape[]>([]);

/** Which of the menus over a conversation is open; keys open them too. */
export const menu = signal<"tags" | "snooze" | "more" | "merge" | null>(null);

/** Conversations that are ticked in the list; null while nothing is being chosen. */
export const ticked = signal<ReadonlySet<string> | null>(null);

/** Another project has its own. */
export function forgetWork(): void {
  batch(() => {
    vocabulary.value = [];
    macros.value = [];
    views.value = [];
    replies.value = null;
    menu.value = null;
    ticked.value = null;
  });
}

/** Fills one of the lists; while away, what is known stays. */
async function load<Item>(into: { value: readonly Item[] | null }, ask: Promise<{ results: Item[] }>): Promise<void> {
  try {
    into.value = (await ask).results;
  } catch (error) {
    if (asApiError(error).code !== "offline") into.value ??= [];
  }
}

export const loadTags = (panel: Panel) => load(vocabulary, panel.api.work.tags());
export const loadReplies = (panel: Panel) => load(replies, panel.api.work.replies());
export const loadMacros = (panel: Panel) => load(macros, panel.api.work.macros());
export const loadViews = (panel: Panel) => load(views, panel.api.work.views());

/** Gives the conversation exactly these tags. */
export async function setTags(panel: Panel, conversation: ConversationShape, tags: readonly string[]): Promise<void> {
  await change(panel, conversation.id, { tags });
  void loadTags(panel);
}

export async function snooze(panel: Panel, conversation: ConversationShape, until: Date | null): Promise<void> {
  const before = conversation.status;
  const next = conversation.id === panel.openConversation() ? panel.inbox.nextWaiting(conversation.id) : null;
  const changed = await change(panel, conversation.id, { status: "snoozed", snoozed_until: until?.toISOString() ?? null });
  if (!changed) return;
  const back = () => void change(panel, changed.id, { status: before === "closed" ? "closed" : "open" });
  toast(t("{name} is put off", { name: nameOf(conversation.visitor) }), back);
  if (next) choose(panel, next);
}

export async function setPriority(panel: Panel, conversation: ConversationShape, priority: number): Promise<void> {
  const before = conversation.priority;
  const changed = await change(panel, conversation.id, { priority });
  if (changed) toast(t("Priority changed"), () => void change(panel, changed.id, { priority: before }));
}

/** Back among the unread, for oneself; the conversation is left, or it would be read at once. */
export async function unread(panel: Panel, conversation: ConversationShape): Promise<void> {
  choose(panel, null);
  await said(async () => {
    panel.inbox.dispatch(known(await panel.api.work.unread(conversation.id))); // newer than the reading that was just told
  });
}

export async function runMacro(panel: Panel, conversation: ConversationShape, macro: MacroShape): Promise<void> {
  await said(async () => {
    const changed = await panel.api.work.runMacro(macro.id, conversation.id, newId());
    panel.inbox.dispatch({ type: "conversation", conversation: changed });
    toast(t("{name}: done", { name: macro.name }));
  });
}

export async function merge(panel: Panel, conversation: ConversationShape, into: ConversationShape): Promise<void> {
  await said(async () => {
    await panel.api.work.merge(conversation.id, into.id);
    choose(panel, into.id);
    const undo = () => void said(async () => void (await panel.api.work.unmerge(conversation.id)));
    toast(t("#{n} is part of #{m} now", { n: conversation.number, m: into.number }), undo);
  });
}

export async function unmerge(panel: Panel, conversation: ConversationShape): Promise<void> {
  await said(async () => void (await panel.api.work.unmerge(conversation.id)));
}

/** The same change to every ticked conversation, a hundred at a time, with one way back for all of them. */
export async function changeTicked(panel: Panel, to: ConversationChange): Promise<void> {
  const changes = [...(ticked.value ?? [])].map((conversation): ChangeOfOne => ({ conversation, ...to }));
  ticked.value = null;
  const { back, refused } = await many(panel, changes);
  const words = tn("1 conversation changed", "{n} conversations changed", back.length);
  toast(refused ? t("{words}, {n} not", { words, n: refused }) : words, back.length ? () => void many(panel, back) : null, { ms: UNDO_MANY_MS });
}

async function many(panel: Panel, changes: readonly ChangeOfOne[]): Promise<{ back: ChangeOfOne[]; refused: number }> {
  const back: ChangeOfOne[] = [];
  let refused = 0;
  await said(async () => {
    for (let at = 0; at < changes.length; at += AT_ONCE) {
      const { results } = await panel.api.work.many(changes.slice(at, at + AT_ONCE));
      for (const each of results)
        if (each.back) back.push({ conversation: each.conversation, ...(each.back as ConversationChange) });
        else refused += 1;
    }
  });
  await panel.inbox.load();
  return { back, refused };
}

/** Does something; what could not be done is said above the thread. */
export async function said(act: () => Promise<void>): Promise<boolean> {
  failure.value = null;
  try {
    await act();
    return true;
  } catch (error) {
    failure.value = t("Not changed: {reason}", { reason: asApiError(error).message });
    return false;
  }
}
