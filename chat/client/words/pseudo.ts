// No language: English that is accented and a good third longer. In a test it shows which sentence nobody translates, and which has no room.

import type { Catalogue } from "../t.ts";

const PLAIN = "AEIOUaeiouyncCS";
const ACCENTED = "ÅÉÎÕÜåéîõüýñçÇŠ";

function pseudo(sentence: string): string {
  const accented = sentence.replace(/\{\w+\}|[AEIOUaeiouyncCS]/g, (found) => ACCENTED[PLAIN.indexOf(found)] ?? found);
  return accented + " ~".repeat(Math.max(1, Math.floor(sentence.length / 5)));
}

/** Has every sentence. */
export const words: Catalogue = new Proxy({}, { get: (_, sentence) => pseudo(String(sentence)) });
