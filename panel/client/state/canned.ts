/** Canned replies as text: which ones the writing asks for, and their variables filled in. */

import type { CannedReplyShape } from "#wire";

const HOLE = /\{\{\s*([^{}|]{0,60}?)\s*(?:\|([^{}]{0,100}))?\}\}/g;

/** What follows a slash that begins the text; null where nothing is asked for. */
export function askedIn(text: string): string | null {
  return /^\/(\S{0,40})$/.exec(text)?.[1] ?? null;
}

/** Those that fit, by shortcut before by words, the most used first. */
export function fitting(replies: readonly CannedReplyShape[], query: string): CannedReplyShape[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcut, text }: CannedReplyShape): number => {
    const name = shortcut.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    return name.includes(wanted) ? 1 : text.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return replies.filter((each) => rank(each) < 3).sort((a, b) => rank(a) - rank(b) || b.used - a.used || (a.shortcut < b.shortcut ? -1 : 1));
}

/** The words with what is known in place of `{{…}}`; else what stands behind the bar, else nothing. */
export function filled(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(HOLE, (_, name: string, otherwise?: string) => known[name] || (otherwise ?? "").trim());
}
