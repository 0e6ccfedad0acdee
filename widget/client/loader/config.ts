// A project's public configuration: inside the moving tag, fetched by the pinned one.

import type { Words } from "../port.ts";

export interface Config {
  key: string;
  /** Where the chat lives: the widget's origin. */
  origin: string;
  name: string;
  /** The launcher's colour, already readable, and what stands on it. */
  color: string;
  on: string;
  /** Operators see visitors live: the frame loads after idle, not only at open. */
  live: boolean;
  words: Words;
}

/** For the pinned tag, `<script src="https://HOST/w/v/….js" data-project="KEY">`. */
export async function fetchConfig({ src, dataset }: HTMLScriptElement): Promise<Config | null> {
  const answer = await fetch(new URL(`/w/${dataset.project}.json`, src), { credentials: "omit" });
  return answer.ok ? ((await answer.json()) as Config) : null;
}
