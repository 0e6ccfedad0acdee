// After the end of a chat: the question whether it helped, a copy, and the way to write again. Loaded when a chat has ended.

import { learn } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import { wear } from "../on_need.ts";
import "../view.tsx";
import copy from "./copy.css?inline";
import css from "./ended.css?inline";
import { Ended } from "./ended.tsx";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
  fr: () => import("./words/fr.ts"),
  pl: () => import("./words/pl.ts"),
  pt: () => import("./words/pt.ts"),
};

wear(css + copy);

/** Once it can be spoken in the chat's present language. A new object each time: what is drawn already is drawn anew. */
export async function ready(): Promise<{ Ended: typeof Ended }> {
  learn((await CATALOGUES[document.documentElement.lang]?.())?.words ?? {});
  return { Ended };
}
