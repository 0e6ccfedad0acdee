// The timeline: anchored to the newest message, read out politely, older messages on the way up.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isSaid, isVisitors } from "../../../chat/client/feed.ts";
import { t, tn } from "../../../chat/client/t.ts";
import { loadOlder } from "./deeds.ts";
import { Icon } from "./icons.tsx";
import { Bubble, Typing } from "./message.tsx";
import { rowsOf } from "./rows.ts";
import type { Session } from "./session.ts";
import type { State } from "./state.ts";

const NEAR_PX = 80;

export function Talk({ state, session }: { state: State; session: Session }): JSX.Element {
  const { feed, pending, typing } = state;
  const body = useRef<HTMLDivElement>(null);
  /** The last number seen while scrolled up; null at the bottom, where everything is seen. */
  const [left, setLeft] = useState<number | null>(null);
  const scrolled = (): void => {
    const element = body.current;
    if (!element) return;
    // The column is reversed: 0 is the bottom, the way up is negative.
    setLeft(element.scrollTop < -NEAR_PX ? (left ?? feed.last) : null);
    if (feed.older && element.scrollHeight - element.clientHeight + element.scrollTop < NEAR_PX) void loadOlder(session);
  };
  const down = (): void => body.current?.scrollTo({ top: 0 });
  const mine = pending.length + feed.messages.filter(isVisitors).length;
  useEffect(down, [mine]);
  const fresh = left === null ? 0 : feed.messages.filter((one) => one.number > left && isSaid(one)).length;
  return (
    <>
      <div class="body talk-body" ref={body} onScroll={scrolled} role="log" aria-live="off" aria-label={t("Messages")} tabIndex={0}>
        <ol class="talk">
          {rowsOf(feed, pending).map((row) =>
            row.row === "line" ? (
              <li key={row.key} class="line">
                {row.text}
              </li>
            ) : (
              <Bubble key={row.key} row={row} state={state} session={session} />
            ),
          )}
          {typing && <Typing author={typing} />}
        </ol>
      </div>
      {fresh > 0 && <Fresh count={fresh} down={down} />}
      <Announcer state={state} />
    </>
  );
}

/** New messages never move what one reads: they are told, and come at a press. */
function Fresh({ count, down }: { count: number; down: () => void }): JSX.Element {
  return (
    <button type="button" class="fresh" onClick={down}>
      <Icon name="down" look="small" />
      {tn("1 new message", "{n} new messages", count)}
    </button>
  );
}

/** Says "Ines: …" once for each new message of the other side; never typing, never our own, not what was there before. */
function Announcer({ state: { feed } }: { state: State }): JSX.Element {
  const said = useRef(feed.last);
  const [words, setWords] = useState("");
  useEffect(() => {
    const heard = feed.messages.filter((one) => one.number > said.current && isSaid(one) && !isVisitors(one));
    said.current = feed.last;
    if (heard.length) setWords(heard.map(({ author, text }) => `${author.name}: ${text}`).join("\n"));
  }, [feed]);
  return (
    <p class="unseen" aria-live="polite">
      {words}
    </p>
  );
}
