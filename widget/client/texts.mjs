// Gathers every sentence that visitors read, with its translations: for the page on which a project writes its own words.

import { readFileSync, readdirSync } from "node:fs";
import { wordsIn } from "./words.mjs";

const FRAME = "widget/client/frame";
const SAID = [/\bt\(\s*"([^"]+)"/g, /\btn\(\s*"[^"]+",\s*"([^"]+)"/g];

/** `{"Send": {"de": "Senden", …}, …}`; of a sentence with a number the form for many. */
export async function gatherTexts() {
  const files = readdirSync(FRAME, { recursive: true }).map((file) => `${FRAME}/${file.replaceAll("\\", "/")}`);
  const code = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/words\//.test(file));
  const found = {};
  for (const file of [...code, "chat/client/time.ts"])
    for (const pattern of SAID) for (const [, sentence] of readFileSync(file, "utf8").matchAll(pattern)) found[sentence] ??= {};
  for (const file of files) {
    const language = file.match(/\/words\/(\w+)\.ts$/)?.[1];
    if (!language) continue;
    for (const [sentence, translation] of Object.entries(await wordsIn(file)))
      if (found[sentence]) found[sentence][language] ??= typeof translation === "string" ? translation : translation.other;
  }
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => one.localeCompare(other, "en")));
}
