// A form inside the talk, loaded with the first one: its words, its look, and what it draws.

import { learn } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import { wear } from "../on_need.ts";
import "../view.tsx";
import css from "./form.css?inline";
import { Form } from "./form.tsx";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
  fr: () => import("./words/fr.ts"),
  pl: () => import("./words/pl.ts"),
  pt: () => import("./words/pt.ts"),
};

wear(css);

/** Once it can be spoken in the chat's present language. A new object each time: what is drawn already is drawn anew. */
export async function ready(): Promise<{ Form: typeof Form }> {
  learn((await CATALOGUES[document.documentElement.lang]?.())?.words ?? {});
  return { Form };
}
