// Help inside the chat: the articles, what fits while somebody writes, and articles that an operator sent. Loaded with an open chat,
// where a project has articles.

import { learn } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import "../view.tsx";
import type { Screen } from "../app.tsx";
import { cards, wear } from "../on_need.ts";
import { withCards } from "./card.tsx";
import css from "./help.css?inline";
import { Help } from "./help.tsx";
import { leadBy } from "./reading.ts";
import { Suggest } from "./suggest.tsx";
import { Tab } from "./tab.tsx";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
  fr: () => import("./words/fr.ts"),
  pl: () => import("./words/pl.ts"),
  pt: () => import("./words/pt.ts"),
};

wear(css);
cards.in = withCards;

/** Once it can be spoken in the chat's present language. A new object each time: what is drawn already is drawn anew. */
export async function ready(go: (screen: Screen) => void): Promise<{ Help: typeof Help; Suggest: typeof Suggest; Tab: typeof Tab }> {
  leadBy(go);
  learn((await CATALOGUES[document.documentElement.lang]?.())?.words ?? {});
  return { Help, Suggest, Tab };
}
