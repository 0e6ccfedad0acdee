/** Colleagues in a note: `@` offers them, and whoever is named stands out. */

import type { OperatorShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { Avatar } from "../parts/marks.tsx";
import { usePanel } from "../parts/context.ts";
import { RichText } from "../parts/rich_text.tsx";
import { askedAt, callOf, fittingPeople, piecesOf } from "../state/mentions.ts";
import type { Panel } from "../store/panel.ts";
import type { Offered } from "./offers.tsx";

const SHOWN = 6;

/** Who fits the `@…` before the cursor of a note; null where there is none. `insert` takes the whole note and where the cursor goes. */
export function colleaguesFor(panel: Panel, text: string, caret: number, insert: (text: string, caret: number) => void): Offered | null {
  const asked = askedAt(text, caret);
  if (!asked) return null;
  const { operators } = panel.inbox.state.value;
  const others = operators.filter(({ id }) => id !== panel.boot.member.id);
  const offers = fittingPeople(others, asked.query)
    .slice(0, SHOWN)
    .map((each: OperatorShape) => {
      const call = `${callOf(each, operators)} `;
      const take = () => insert(text.slice(0, asked.from) + call + text.slice(caret).trimStart(), asked.from + call.length);
      return { id: each.id, head: <Avatar of={each} size="sm" />, words: each.available ? each.name : t("{name}, away", { name: each.name }), take };
    });
  return { typed: text, label: t("Mention a colleague"), offers };
}

/** A note's words, with those who are named in it. */
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
