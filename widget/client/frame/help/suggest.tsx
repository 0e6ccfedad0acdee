// While a visitor writes their first message: the articles that may answer it already.

import type { HelpLineShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../../chat/client/t.ts";
import * as ask from "./ask.ts";
import { Lines } from "./help.tsx";
import { read } from "./reading.ts";

const PAUSE_MS = 350;
const SHORTEST = 6;
const MOST = 3;

export function Suggest({ text }: { text: string }): JSX.Element | null {
  const [lines, suggest] = useState<HelpLineShape[]>([]);
  useEffect(() => {
    const asked = new AbortController();
    const q = text.trim().slice(-200);
    if (q.length < SHORTEST) suggest([]);
    const soon = setTimeout(() => {
      if (q.length >= SHORTEST) void ask.search(q, { suggest: "1" }, asked.signal).then((answer) => answer && suggest(answer.articles.slice(0, MOST)));
    }, PAUSE_MS);
    return () => {
      asked.abort();
      clearTimeout(soon);
    };
  }, [text]);
  if (!lines.length) return null;
  return (
    <section class="suggest" aria-label={t("This may answer it")}>
      <h2 class="part">{t("This may answer it")}</h2>
      <Lines lines={lines} open={read} />
    </section>
  );
}
