// The visitor's languages: English is in the code, others are loaded when they are wanted.

import { directionOf, negotiate } from "../../../chat/client/t.ts";
import type { Catalogue } from "../../../chat/client/t.ts";

/** Where a language's words are, with a star for the language: the build says it. */
declare const WORDS: string;

const LANGUAGES = ["en", "ar", "de", "es", "fr", "pl", "pt", "en-XA"];

/** The page's language first, then the browser's. Also turns the document's direction. */
export async function catalogueFor(wanted: string): Promise<{ locale: string; catalogue: Catalogue | undefined }> {
  const asked = [wanted, ...navigator.languages].filter(Boolean);
  const locale = negotiate(asked, LANGUAGES);
  // eslint-disable-next-line no-unsanitized/method -- the build's own address, with a language of the list
  const { words } = locale === "en" ? {} : ((await import(WORDS.replace("*", locale))) as { words: Catalogue });
  // Dates by the habits of the reader's country, where the browser names one.
  const habits = asked.find((tag) => tag.startsWith(`${locale}-`)) ?? locale;
  const root = document.documentElement;
  root.lang = locale;
  root.dir = new URLSearchParams(location.search).get("dir") ?? directionOf(locale);
  return { locale: habits, catalogue: words };
}
