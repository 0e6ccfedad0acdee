// Which rule is shown, and why not the others. Pure: the page and the simulator ask the same question.

import type { CarriedRule } from "#wire";
import { HOLDS, LIVE } from "./facts.ts";
import type { FactName, Facts } from "./facts.ts";

export interface Caps {
  a_visit: number;
  a_week: number;
}

/** What one visitor was shown before. */
export interface Memory {
  /** Rules (ids) that were ever shown, by when, in ms. */
  shown: Readonly<Record<string, number>>;
  /** Those of this visit. */
  visit: readonly string[];
  /** When any was shown, the last seven days. */
  week: readonly number[];
  /** They want none any more. */
  refused: boolean;
}

/** Why a rule is not shown: which of its conditions does not hold, or a word; "private" are conditions that only the server knows. */
export type Why = readonly unknown[] | "private" | "consent" | "refused" | "seen" | "chatting" | "ended" | "a_visit" | "a_week";

/** It comes while somebody waits for an answer, and then only: in the chat, and beyond all caps. */
export const rescues = (rule: CarriedRule): boolean => names(rule).includes("unanswered");

/** What a page is by itself, and what its visitor does with the chat. */
const PLAIN = /^(page|seconds|opened|dates|hours|language|device|team|,)+$/;

/** It may come before they agree that anything is kept: in a chat that they have opened, and by nothing that is known of them. */
export const needsNothing = (rule: CarriedRule): boolean => names(rule).includes("opened") && PLAIN.test(`${names(rule)}`);

const names = (rule: CarriedRule): unknown[] => rule.c.map(([fact]) => fact);

/** Null when the rule is to be shown. Before anything live is known, what depends on it counts as fulfilled. */
export function obstacle(rule: CarriedRule, facts: Facts, memory: Memory, caps: Caps): Why | null {
  const { live } = facts;
  for (const condition of rule.c) {
    const [fact, how, value] = condition as [FactName, string, never];
    if (!live && LIVE.has(fact)) continue;
    if (!HOLDS[fact]?.(how, value, facts)) return condition;
  }
  if (rule.p && live && !live.fits.includes(rule.id)) return "private";
  if (!facts.agreed && !needsNothing(rule)) return "consent";
  if (memory.refused) return "refused";
  if (rule.visit ? memory.visit.includes(rule.id) : rule.id in memory.shown) return "seen";
  if (live?.ended) return "ended";
  if (rescues(rule)) return null;
  if (live?.chatting || (facts.open && !names(rule).includes("opened"))) return "chatting";
  if (memory.visit.length >= caps.a_visit) return "a_visit";
  return memory.week.length >= caps.a_week ? "a_week" : null;
}

/** From the top down, the first one that fits. */
export function choose(rules: readonly CarriedRule[], facts: Facts, memory: Memory, caps: Caps): CarriedRule | null {
  return rules.find((rule) => !obstacle(rule, facts, memory, caps)) ?? null;
}

/** For how many seconds one must be on the page before a rule can be shown. */
export const waitOf = (rule: CarriedRule): number => Math.max(0, ...rule.c.filter(([fact]) => fact === "seconds").map(([, , value]) => Number(value)));
