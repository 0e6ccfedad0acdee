// How soon somebody usually answers, in the header: loaded where it is known.

import { learn, t } from "../../../../chat/client/t.ts";
import type { Catalogue } from "../../../../chat/client/t.ts";
import { promise } from "../promise.ts";
import "../view.tsx";

const CATALOGUES: Record<string, () => Promise<{ words: Catalogue }>> = {
  ar: () => import("./words/ar.ts"),
  de: () => import("./words/de.ts"),
  es: () => import("./words/es.ts"),
  fr: () => import("./words/fr.ts"),
  pl: () => import("./words/pl.ts"),
  pt: () => import("./words/pt.ts"),
};

/** Once it can be said in the chat's present language. */
export async function ready(): Promise<{ usually(minutes: number): string }> {
  learn((await CATALOGUES[document.documentElement.lang]?.())?.words ?? {});
  return { usually: (minutes) => t("Usually replies in {span}", { span: promise(minutes) }) };
}
