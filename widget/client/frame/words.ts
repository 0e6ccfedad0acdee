// The visitor's languages: English is in the code, others are loaded when they are wanted.

import { directionOf, negotiate } from "../../../chat/client/t.ts";
import type { Catalogue } from "../../../chat/client/t.ts";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
};

/** The page's language first, then the browser's. Also turns the document's direction. */
export async function catalogueFor(wanted: string): Promise<{ locale: string; catalogue: Catalogue }> {
  const asked = [wanted, ...navigator.languages].filter(Boolean);
  const locale = negotiate(asked, ["en", ...Object.keys(CATALOGUES)]);
  const catalogue = (await CATALOGUES[locale]?.())?.words ?? {};
  // Dates by the habits of the reader's country, where the browser names one.
  const habits = asked.find((tag) => tag.startsWith(`${locale}-`)) ?? locale;
  const root = document.documentElement;
  root.lang = locale;
  root.dir = new URLSearchParams(location.search).get("dir") ?? directionOf(locale);
  return { locale: habits, catalogue };
}
