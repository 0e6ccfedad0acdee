// What can be asked for, as the visitor sees it: one table, with a line for each kind that the server knows.

import type { AskedShape } from "#wire";
import { t } from "../../../../chat/client/t.ts";

export type AskName = AskedShape["asks"][number];

interface Ask {
  /** The sentence of who asks for this alone; the purpose follows. */
  title(name: string): string;
  label(): string;
  save(): string;
  /** How the field behaves; a box to tick where there is none. */
  field?: { type: "email" | "tel" | "text"; autocomplete: "name" | "email" | "tel" | "off"; maxLength: number };
  /** What is wrong with an answer, good enough to help; the server looks again. */
  problem?(value: string): string;
}

/** 5 to 15 digits of any script, with what people put between them. */
const NUMBER = /^\+?(?:[\s().\-/]*\p{Nd}){5,15}[\s().\-/]*$/u;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

export const ASKS: Record<AskName, Ask> = {
  name: {
    title: (name) => t("{name} asks for your name,", { name }),
    label: () => t("Name"),
    save: () => t("Save name"),
    field: { type: "text", autocomplete: "name", maxLength: 120 },
  },
  email: {
    title: (name) => t("{name} asks for your email,", { name }),
    label: () => t("Email"),
    save: () => t("Save email"),
    field: { type: "email", autocomplete: "email", maxLength: 254 },
    problem: (value) => (ADDRESS.test(value) ? "" : t("Add the end of the address, such as .com or .fr")),
  },
  phone: {
    title: (name) => t("{name} asks for your phone number,", { name }),
    label: () => t("Phone number"),
    save: () => t("Save phone number"),
    field: { type: "tel", autocomplete: "tel", maxLength: 40 },
    problem: (value) => (NUMBER.test(value) ? "" : t("A phone number has 5 to 15 digits")),
  },
  order: {
    title: (name) => t("{name} asks for your order number,", { name }),
    label: () => t("Order number"),
    save: () => t("Save order number"),
    field: { type: "text", autocomplete: "off", maxLength: 100 },
  },
  consent: {
    title: (name) => t("{name} asks for your consent,", { name }),
    label: () => t("Consent"),
    save: () => t("Save answer"),
  },
};

/** The whole sentence's first half. */
export function titleOf(asks: readonly AskName[], name: string): string {
  const [only] = asks;
  return only && asks.length === 1 ? ASKS[only].title(name) : t("{name} asks for a few details,", { name });
}

export function saveOf(asks: readonly AskName[]): string {
  const [only] = asks;
  return only && asks.length === 1 ? ASKS[only].save() : t("Save answers");
}
