/** What is being typed and has not been sent: dashed, and only its beginning. */

import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { nameOf } from "../words.ts";
import { usePanel } from "./context.ts";
import { Avatar } from "./marks.tsx";

const PREVIEW_LETTERS = 80;

/** The visitor's preview at the end of the feed. Colleagues are named above the composer instead. */
export function Typing({ conversation }: { conversation: ConversationShape }) {
  const panel = usePanel();
  const { typists } = panel.inbox.state.value;
  const typist = typists.find((each) => each.conversation === conversation.id && each.author.kind === "visitor");
  if (!typist || panel.away.value) return null;
  const { visitor } = conversation;
  return (
    <ol>
      <li class="msg typing last">
        <Avatar of={visitor} size="md" />
        <p class="bub">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span class="vh">{nameOf(visitor)} </span>
          {typist.text === null ? t("is typing") : t("is typing:")} {typist.text && <q dir="auto">{end(typist.text)}</q>}
        </p>
      </li>
    </ol>
  );
}

/** The end of a long preview is what is being written now. */
function end(text: string): string {
  const letters = [...text];
  return letters.length > PREVIEW_LETTERS ? `…${letters.slice(-PREVIEW_LETTERS).join("")}` : text;
}
