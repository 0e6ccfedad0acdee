// Asks the project's help centre.

import type { HelpArticleShape, HelpFoundShape, HelpHomeShape } from "#wire";
import { shown } from "../view.tsx";

async function get<T>(path: string, more: Record<string, string> = {}, signal?: AbortSignal): Promise<T | null> {
  const query = new URLSearchParams({ project: shown?.configuration.key ?? "", lang: document.documentElement.lang, ...more });
  try {
    const answer = await fetch(`/w/api/help${path}?${query}`, signal ? { signal } : {});
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null; // offline: what stands there stays
  }
}

export const home = (): Promise<HelpHomeShape | null> => get("");
export const search = (q: string, more: Record<string, string>, signal: AbortSignal): Promise<HelpFoundShape | null> =>
  get("/search", { q, ...more }, signal);
/** `which` is an id or the last part of its address. */
export const article = (which: string, more: Record<string, string> = {}): Promise<HelpArticleShape | null> => get(`/${which}`, more);

export async function answer(id: string, helped: boolean): Promise<void> {
  const query = new URLSearchParams({ project: shown?.configuration.key ?? "", lang: document.documentElement.lang });
  await fetch(`/w/api/help/${id}/answer?${query}`, { method: "POST", body: JSON.stringify({ helped }) }).catch(() => null);
}
