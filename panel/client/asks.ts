/** What a visitor can be asked for, as operators see it: one table, with a line for each kind that the server knows. */

import { signal } from "@preact/signals";
import type { AnswerShape, AnsweredShape, AskedShape, MessageShape } from "#wire";
import { locale, t } from "../../chat/client/t.ts";

export type AskName = AskedShape["asks"][number];

export const ASKS: Record<AskName, () => string> = {
  name: () => t("Name"),
  email: () => t("Email"),
  phone: () => t("Phone"),
  order: () => t("Order number"),
  consent: () => t("Consent"),
};

export const NAMES = Object.keys(ASKS) as AskName[];

export interface Question {
  asks: AskName[];
  purpose: string;
  /** The words to agree to; empty where consent is not asked. */
  consent: string;
}

/** What stands in the form that asks. It stays when the form is closed, and for the next visitor. */
export const question = signal<Question>({ asks: ["email"], purpose: "", consent: "" });

/** What stands there at first, once the words of the panel's language are there. */
export function beginQuestion(): void {
  question.value = { asks: ["email"], purpose: t("so that we can answer if you leave"), consent: "" };
}

export const askedIn = ({ kind, author, data }: MessageShape): AskedShape | null =>
  kind === "form" && author.kind !== "visitor" ? (data as unknown as AskedShape) : null;

export const answeredIn = ({ kind, author, data }: MessageShape): AnsweredShape | null =>
  kind === "form" && author.kind === "visitor" ? (data as unknown as AnsweredShape) : null;

/** The answer to a form, once it is in the thread: all that follows a line held is held. */
export const answerTo = (form_id: string, messages: readonly MessageShape[]): AnsweredShape | undefined =>
  messages.map(answeredIn).find((one) => one?.form_id === form_id) ?? undefined;

/** Names in a sentence: "email, phone and consent"; German writes its nouns large there too. */
export function listed(asks: readonly AskName[]): string {
  const names = asks.map((name) => ASKS[name]());
  const within = locale().startsWith("de") ? names : names.map((name) => name.toLocaleLowerCase());
  return new Intl.ListFormat(locale()).format(within);
}

export function valueOf(value: AnswerShape["value"]): string {
  if (typeof value === "boolean") return value ? t("Agreed") : t("Not agreed");
  return value;
}
