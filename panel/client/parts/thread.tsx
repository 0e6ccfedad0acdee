/** The open conversation: header, timeline, composer. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import type { ConversationShape } from "#wire";
import { emptyFeed } from "../../../chat/client/feed.ts";
import { t, tn } from "../../../chat/client/t.ts";
import { timelineOf } from "../state/timeline.ts";
import { failure } from "../store/actions.ts";
import { nameOf } from "../words.ts";
import { Announcer } from "./announcer.tsx";
import { Reconnecting } from "./banner.tsx";
import { Composer } from "./composer.tsx";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { useJumping } from "./jumping.ts";
import { Lines } from "./lines.tsx";
import { useWhenSeen } from "./near.ts";
import { ThreadHeader } from "./thread_header.tsx";
import { Typing } from "./typing.tsx";

/** Closer to the end than this, the reader is taken to be reading it. */
const NEAR_END_PX = 80;

export function Thread({ conversation }: { conversation: ConversationShape }) {
  const name = nameOf(conversation.visitor);
  return (
    <section class="col thread" aria-label={t("Conversation with {name}", { name })}>
      <ThreadHeader conversation={conversation} />
      <Reconnecting />
      <Failure />
      <Timeline key={conversation.id} conversation={conversation} />
      <Announcer conversation={conversation} />
      <Composer key={conversation.id} conversation={conversation} />
    </section>
  );
}

function Failure() {
  if (!failure.value) return null;
  return (
    <p class="slim bad" role="status">
      <Icon name="alert" class="s" />
      <span>{failure.value}</span>
      <button class="btn sm" onClick={() => (failure.value = null)}>
        {t("Close")}
      </button>
    </p>
  );
}

/** The feed stands at its end (column-reverse), so that older rows in front and new ones behind move nothing. */
function Timeline({ conversation }: { conversation: ConversationShape }) {
  const { threads } = usePanel();
  const feed = threads.feeds.value[conversation.id];
  const pending = threads.pending.value.filter((each) => each.conversation === conversation.id);
  const box = useRef<HTMLDivElement>(null);
  const { below, catchUp, follow } = useFollowing(box, feed?.last ?? 0, pending.length);
  useJumping(box, conversation.id, feed, threads);
  if (!feed && threads.problem.value) return <Broken id={conversation.id} />;
  const rows = timelineOf((feed ?? emptyFeed()).messages, pending);
  return (
    <>
      <div class="feed" role="log" aria-label={t("Messages")} aria-live="off" tabIndex={0} ref={box} onScroll={catchUp}>
        <div class="lines">
          {feed?.older && <Older id={conversation.id} />}
          {!feed && <Loading />}
          <Lines rows={rows} conversation={conversation} />
          <Typing conversation={conversation} />
        </div>
      </div>
      {below > 0 && (
        <button class="btn sm new-below" onClick={follow}>
          <Icon name="down" class="s" />
          {tn("1 new", "{n} new", below)}
        </button>
      )}
    </>
  );
}

/** Counts what came below while the reader is further up: the scroll never jumps by itself, except to one's own words. */
function useFollowing(box: RefObject<HTMLDivElement | null>, last: number, sent: number) {
  const seen = useSignal(0);
  const sentBefore = useRef(sent);
  const follow = () => box.current?.scrollTo({ top: 0 });
  const catchUp = () => {
    // In a column-reverse box 0 is the end, and further up is negative.
    if (seen.value === 0 || (box.current?.scrollTop ?? 0) > -NEAR_END_PX) seen.value = last;
  };
  useLayoutEffect(catchUp, [last]);
  useLayoutEffect(() => {
    if (sent > sentBefore.current) follow();
    sentBefore.current = sent;
  }, [sent]);
  return { below: Math.max(0, last - seen.value), catchUp, follow };
}

function Older({ id }: { id: string }) {
  const { threads } = usePanel();
  const button = useRef<HTMLButtonElement>(null);
  useWhenSeen(button, () => void threads.older(id));
  return (
    <p class="older">
      <button class="btn quiet sm" ref={button} onClick={() => void threads.older(id)}>
        {t("Show earlier messages")}
      </button>
    </p>
  );
}

function Loading() {
  return (
    <ol class="skeleton" aria-label={t("Loading")}>
      <li class="skel" />
      <li class="skel" />
      <li class="skel" />
    </ol>
  );
}

function Broken({ id }: { id: string }) {
  const { threads } = usePanel();
  return (
    <div class="blank" role="status">
      <Icon name="alert" />
      <h2>{t("This conversation did not load")}</h2>
      <p>{t("Nothing is lost. Code: {code}", { code: threads.problem.value ?? "" })}</p>
      <button class="btn" onClick={() => void threads.open(id)}>
        {t("Try again")}
      </button>
    </div>
  );
}
