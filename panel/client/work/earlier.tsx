/** In the visitor's column: what was merged into this conversation, and their earlier ones, read in place. */

import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { RichText } from "../parts/rich_text.tsx";
import { choose } from "../store/actions.ts";
import { unmerge } from "../store/work.ts";
import { shortTime } from "../words.ts";

interface EarlierProps {
  conversation: ConversationShape;
}

export function Earlier({ conversation }: EarlierProps) {
  const panel = usePanel();
  const found = useSignal<readonly ConversationShape[]>([]);
  const merged = useSignal<readonly ConversationShape[]>([]);
  const { id, visitor, updated_at } = conversation;
  useEffect(() => {
    let left = false;
    const ask = async () => {
      const [own, other] = await Promise.all([
        panel.api.conversations({ view: "all", turn: "done", wants: { visitor: visitor.id } }),
        panel.api.work.merged(id),
      ]);
      if (left) return;
      const taken = new Set(other.results.map((each) => each.id));
      merged.value = other.results;
      found.value = own.results.filter((each) => each.id !== id && !taken.has(each.id));
    };
    ask().catch(() => undefined); // away: nothing is shown that is not known
    return () => {
      left = true;
    };
  }, [id, visitor.id, conversation.status, updated_at]);
  if (!found.value.length && !merged.value.length) return null;
  return (
    <section>
      <h2>{t("Earlier conversations")}</h2>
      <ul class="earlier">
        {merged.value.map((each) => (
          <One key={each.id} conversation={each} apart={() => void unmerge(panel, each)} />
        ))}
        {found.value.slice(0, 10).map((each) => (
          <One key={each.id} conversation={each} />
        ))}
      </ul>
    </section>
  );
}

interface OneProps extends EarlierProps {
  apart?: () => void;
}

function One({ conversation, apart }: OneProps) {
  const panel = usePanel();
  const open = useSignal(false);
  const { id, number, last_message, updated_at } = conversation;
  const toggle = () => {
    open.value = !open.value;
    if (open.value) void panel.threads.open(id);
  };
  return (
    <li>
      <button class="mi" aria-expanded={open.value} onClick={toggle}>
        <Icon name={apart ? "people" : open.value ? "down" : "right"} class="xs flip" />
        <bdi class="one-line grow">{last_message?.text || t("No messages yet")}</bdi>
        <span>
          #{number} · {shortTime(updated_at, now.value)}
        </span>
      </button>
      {open.value && (
        <div class="earlier-lines">
          <Lines id={id} />
          <p class="acts">
            {apart && panel.mayAct && (
              <button class="btn quiet sm" onClick={apart}>
                {t("Take apart")}
              </button>
            )}
            <button class="btn quiet sm" onClick={() => choose(panel, id)}>
              {t("Open")}
            </button>
          </p>
        </div>
      )}
    </li>
  );
}

/** The last lines, as plain as they fit into a column. */
function Lines({ id }: { id: string }) {
  const { threads } = usePanel();
  const lines = (threads.feeds.value[id]?.messages ?? []).filter(({ kind, deleted }) => (kind === "text" || kind === "note") && !deleted);
  return (
    <ol>
      {lines.slice(-20).map(({ number, author, kind, text }) => (
        <li key={number} class={kind === "note" ? "is-note" : ""}>
          <b>
            <bdi>{author.name || t("Visitor")}</bdi>
          </b>{" "}
          <span dir="auto">
            <RichText text={text} />
          </span>
        </li>
      ))}
    </ol>
  );
}
