// What is filled into the form: it lives in the outbox, and outlives the page.

import type { Filled, Outbox, Pending } from "../../../../chat/client/outbox.ts";
import { t } from "../../../../chat/client/t.ts";
import type { Desk, Field } from "../configuration.ts";
import type { Place } from "../desk.ts";
import { ASKS } from "../form/asks.ts";

export type Wrong = Record<string, string>;

/** What is still unknown. */
export function fieldsOf(place: Place, desk: Desk, known: readonly string[]): Field[] {
  if (place === "agree") return [];
  return desk[place].filter(({ key }) => !known.includes(key));
}

/** By the field's key; the message is `text`, the words to agree to are `agree`. Good enough to help: the server looks again. */
export function problemsIn(fields: readonly Field[], answers: Record<string, unknown>, text: string, agreed: boolean): Wrong {
  const wrong: Wrong = {};
  for (const { key, kind, required } of fields) {
    const value = String(answers[key] ?? "").trim();
    const problem = value ? kind !== "text" && kind !== "choice" && ASKS[kind].problem?.(value) : required && t("Fill this in");
    if (problem) wrong[key] = problem;
  }
  if (!text.trim()) wrong["text"] = t("Write what it is about");
  if (!agreed) wrong["agree"] = "agree";
  return wrong;
}

/** The form that stands in the outbox: a draft, on its way, or refused. It is one, whichever of the two it is shown as. */
export function useFilled(outbox: Outbox, place: Place): {
  pending: Pending | undefined;
  form: Filled;
  busy: boolean;
  draft(form: Filled): string;
  send(form: Filled): void;
} {
  const pending = outbox.pending.find(({ form }) => form?.form_id === "before" || form?.form_id === "away");
  const form_id = place === "away" ? place : "before";
  const draft = (filled: Filled): string => {
    const part = { form: { ...filled, form_id }, state: "draft", error: null } as const;
    if (!pending) return outbox.add({ text: "", ...part }).client_id;
    outbox.update(pending.client_id, part);
    return pending.client_id;
  };
  return {
    pending,
    form: { answers: {}, ...pending?.form, form_id },
    busy: pending !== undefined && pending.state !== "draft" && pending.state !== "failed",
    draft,
    send: (filled) => outbox.retry(draft(filled)),
  };
}
