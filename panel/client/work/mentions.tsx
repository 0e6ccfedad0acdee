/** A note's words, with those who are named in it. */

import { usePanel } from "../parts/context.ts";
import { RichText } from "../parts/rich_text.tsx";
import { piecesOf } from "../state/mentions.ts";

export function Mentioning({ text }: { text: string }) {
  const { inbox, boot } = usePanel();
  return (
    <>
      {piecesOf(text, inbox.state.value.operators).map(({ text: words, of }, place) =>
        of ? (
          <b key={place} class={of === boot.member.id ? "mention me" : "mention"}>
            {words}
          </b>
        ) : (
          <RichText key={place} text={words} />
        ),
      )}
    </>
  );
}
