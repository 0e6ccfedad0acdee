// A form inside the talk, loaded with the first one: its words, its look, and what it draws.

import { learn } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import "../view.tsx";
import css from "./form.css?inline";
import * as form from "./form.tsx";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** Once it can be spoken in the chat's present language. A new object each time: what is drawn already is drawn anew. */
export async function ready(): Promise<typeof form> {
  learn((await CATALOGUES[document.documentElement.lang]?.())?.words ?? {});
  return { ...form };
}
