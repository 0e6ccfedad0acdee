// What stands in the editor, as the rule that browsers would get.

import type { CarriedRule } from "#wire";

export interface Known {
  name: string;
  active: boolean;
  ended: boolean;
  rule: CarriedRule;
  /** By name: where the chat goes when it is answered. */
  department: string;
}

const valueOf = (root: ParentNode, name: string): string =>
  root.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`[name="${name}"]`)?.value.trim() ?? "";

/** The rule as it is written now; its place in the list stays, a new one is the last. */
export function withDraft(rules: readonly Known[], form: HTMLFormElement): Known[] {
  const id = form.dataset.id ?? "new";
  const present = rules.find(({ rule }) => rule.id === id);
  const chosen = form.querySelector<HTMLSelectElement>("[name=department]")?.selectedOptions[0];
  const department = chosen?.value ? chosen.text : "";
  const draft: Known = { name: valueOf(form, "name") || "…", active: present?.active ?? true, ended: false, rule: draftOf(form, id), department };
  return present ? rules.map((one) => (one === present ? draft : one)) : [...rules, draft];
}

function draftOf(form: HTMLFormElement, id: string): CarriedRule {
  const rows = [...form.querySelectorAll<HTMLLIElement>("[data-conditions] > li")];
  const visit = valueOf(form, "often") === "visit";
  return { id, text: valueOf(form, "text"), c: rows.map(conditionOf), ...(visit && { visit }) };
}

function conditionOf(row: HTMLLIElement): unknown[] {
  const value = valueOf(row, "value");
  const several: Record<string, unknown> = {
    whole: Number(value),
    codes: value.toLowerCase().split(/[,\s]+/).filter(Boolean),
    dates: { from: value, to: valueOf(row, "until") },
    hours: { from: value, to: valueOf(row, "until") },
    attribute: { name: valueOf(row, "of"), value },
    none: null,
  };
  const kind = row.dataset.kind ?? "";
  return [valueOf(row, "fact"), valueOf(row, "how"), kind in several ? several[kind] : value];
}
