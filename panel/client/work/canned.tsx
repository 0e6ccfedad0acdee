/** Canned replies above the composer: `/` opens them, the arrows choose, Tab or Enter inserts. */

import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import type { CannedReplyShape, ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { usePanel } from "../parts/context.ts";
import { askedIn, filled, fitting } from "../state/canned.ts";
import type { Panel } from "../store/panel.ts";
import { loadReplies, replies } from "../store/work.ts";
import { firstName } from "../words.ts";

const SHOWN = 6;

/** Which line is chosen; and the text for which the list was closed with Escape. */
const at = signal(0);
const closedFor = signal<string | null>(null);
export const preparing = signal(false);

interface CannedProps {
  conversation: ConversationShape;
  text: string;
  insert: (text: string) => void;
}

/** What the writing asks for now, the best first; none where nothing is asked for. */
function found(text: string): CannedReplyShape[] {
  const query = askedIn(text);
  if (query === null || closedFor.value === text) return [];
  return fitting(replies.value ?? [], query).slice(0, SHOWN);
}

/** The words of a reply for this conversation. */
function wordsFor(panel: Panel, { visitor, number }: ConversationShape, { text }: CannedReplyShape): string {
  const me = panel.boot.member.name;
  return filled(text, {
    "visitor.name": visitor.name,
    "visitor.first_name": firstName(visitor.name),
    "visitor.email": visitor.email,
    "operator.name": me,
    "operator.first_name": firstName(me),
    "project.name": panel.project.name,
    "conversation.number": String(number),
  });
}

/** A key in the composer, while the list is open; whether it was the list's. */
export function cannedKey(panel: Panel, event: KeyboardEvent, { conversation, text, insert }: CannedProps): boolean {
  const shown = found(text);
  const chosen = shown[Math.min(at.value, shown.length - 1)];
  if (!chosen || event.isComposing) return false;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) at.value = (at.value + by + shown.length) % shown.length;
  else if (event.key === "Escape") {
    closedFor.value = text;
    event.stopPropagation();
  } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) take(panel, conversation, chosen, insert);
  else {
    at.value = 0;
    return false;
  }
  event.preventDefault();
  return true;
}

function take(panel: Panel, conversation: ConversationShape, reply: CannedReplyShape, insert: (text: string) => void): void {
  insert(wordsFor(panel, conversation, reply));
  at.value = 0;
  panel.api.work.replyUsed(reply.id).catch(() => undefined); // away: it counts one too few
}

export const isCannedOpen = (text: string): boolean => found(text).length > 0;

export function Canned({ conversation, text, insert }: CannedProps) {
  const panel = usePanel();
  const asks = askedIn(text) !== null;
  useEffect(() => {
    if (asks) void loadReplies(panel);
    else closedFor.value = null;
  }, [asks]);
  const shown = found(text);
  if (!asks || closedFor.value === text || replies.value === null) return null;
  const place = Math.min(at.value, shown.length - 1);
  const chosen = shown[place];
  const query = askedIn(text) ?? "";
  return (
    <div class="canned" id="canned">
      <Head />
      {!shown.length && <p class="menu-f">{t("None fits.")}</p>}
      <div role="listbox" id="canned-choices" aria-label={t("Canned replies")}>
        {shown.map((each, index) => (
          <Line key={each.id} id={`canned-${index}`} reply={each} query={query} active={index === place} take={() => take(panel, conversation, each, insert)} />
        ))}
      </div>
      {chosen && (
        <p class="canned-whole" dir="auto">
          {wordsFor(panel, conversation, chosen)}
        </p>
      )}
    </div>
  );
}

interface LineProps {
  id: string;
  reply: CannedReplyShape;
  query: string;
  active: boolean;
  take: () => void;
}

function Line({ id, reply, query, active, take: insert }: LineProps) {
  const onPointerDown = (event: Event) => {
    event.preventDefault(); // the focus stays in the text
    insert();
  };
  return (
    <div id={id} class={active ? "mi on" : "mi"} role="option" aria-selected={active} onPointerDown={onPointerDown}>
      <code dir="ltr">/{marked(reply.shortcut, query)}</code>
      <bdi class="one-line">{reply.text}</bdi>
    </div>
  );
}

function Head() {
  return (
    <header class="menu-h">
      {t("Canned replies")}
      <span class="keys-hint">
        <kbd>↑</kbd> <kbd>↓</kbd> {t("choose")} <kbd>Tab</kbd> {t("insert")} <kbd>Esc</kbd> {t("close")}
      </span>
      <button type="button" class="btn quiet sm" onClick={() => (preparing.value = true)}>
        {t("Change…")}
      </button>
    </header>
  );
}

function marked(shortcut: string, query: string) {
  const place = query ? shortcut.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (place < 0) return shortcut;
  return (
    <>
      {shortcut.slice(0, place)}
      <u>{shortcut.slice(place, place + query.length)}</u>
      {shortcut.slice(place + query.length)}
    </>
  );
}

/** The id of the chosen line, for the text field's aria-activedescendant. */
export const cannedActive = (text: string): string | undefined => {
  const shown = found(text);
  return shown.length ? `canned-${Math.min(at.value, shown.length - 1)}` : undefined;
};
