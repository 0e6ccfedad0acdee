// What an answer is to, loaded with the first one that answers a line.

import type { MessageShape } from "#wire";
import type { JSX } from "preact";
import type { BubbleOptions } from "../message.tsx";
import { wear } from "../on_need.ts";
import "../view.tsx";
import css from "./quote.css?inline";

wear(css);

/** As it stands now: what was taken back is not said again. */
export function Quote({ row, state }: BubbleOptions): JSX.Element | null {
  const quote = row.message?.data?.quote as MessageShape | undefined;
  const text = quote && (state.feed.messages.find(({ number }) => number === quote.number) ?? quote).text;
  if (!text) return null;
  return (
    <q class="quote" dir="auto">
      {text}
    </q>
  );
}
