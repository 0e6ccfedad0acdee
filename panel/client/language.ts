/** The panel's words in the page's language, loaded before anything is drawn, and the reader's own habits of dates and numbers. */

import { negotiate, speak } from "../../chat/client/t.ts";
import type { Catalogue } from "../../chat/client/t.ts";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  de: () => import("./words/de.ts"),
  "en-xa": () => import("../../chat/client/words/pseudo.ts"),
};

export async function speakAsThePage(): Promise<void> {
  const language = document.documentElement.lang || "en";
  const own = navigator.languages.filter((each) => each.split("-")[0] === language.split("-")[0]);
  speak(negotiate(own, [...own, language]), (await CATALOGUES[language]?.())?.words);
}
