// Files, loaded with the first one: words, looks, the tray, what hangs on messages, and the viewer.

import { learn } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import "../view.tsx";
import { Attached } from "./attached.tsx";
import css from "./files.css?inline";
import { Tray } from "./tray.tsx";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
  fr: () => import("./words/fr.ts"),
  pl: () => import("./words/pl.ts"),
  pt: () => import("./words/pt.ts"),
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** Once it can be spoken in the chat's present language. A new object each time: what is drawn already is drawn anew. */
export async function ready(): Promise<{ Attached: typeof Attached; Tray: typeof Tray }> {
  learn((await CATALOGUES[document.documentElement.lang]?.())?.words ?? {});
  return { Attached, Tray };
}
