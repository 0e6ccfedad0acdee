// The conversation's screen: header, banner, timeline, and what stands below it.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Composer } from "./composer.tsx";
import { placeOf } from "./desk.ts";
import { Header } from "./header.tsx";
import type { ScreenOptions } from "./home.tsx";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";
import { Text } from "./message.tsx";
import { useOnNeed } from "./on_need.ts";
import type { State } from "./state.ts";
import { Talk } from "./talk.tsx";

export function Chat(options: ScreenOptions): JSX.Element {
  const { state, session, configuration } = options;
  const rule = useOnNeed(!!state.rule, () => import("./rules/said.tsx"));
  const { conversation, feed, pending } = state;
  const [again, writeAgain] = useState("");
  const quiet = pending.length === 0;
  const over = conversation?.status === "closed";
  const closed = over && again !== conversation.id && quiet && !state.rule;
  const off = (over || !conversation) && configuration.ended;
  const fresh = quiet && feed.messages.length === 0;
  const [icon, said] = news(state, off);
  const end = useOnNeed(closed, () => import("./ended/index.tsx").then(({ ready }) => ready()), state.locale);
  // Known only after the first hello, as is who is here.
  const place = quiet && !off && !closed ? placeOf(state, configuration.desk) : null;
  const away = fresh && !off && state.visitor && !state.operators.online;
  const entry = useOnNeed(!!place || !!away, () => import("./entry/index.tsx").then(({ ready }) => ready()), state.locale);
  const form = place && !state.rule && (fresh || place !== "agree");
  return (
    <>
      <Header {...options} />
      {said && (
        <p class="banner" role="status">
          <Icon name={icon} />
          <span>
            <Text text={said} />
          </span>
        </p>
      )}
      {rule ? <rule.Said {...options} /> : form ? entry ? <entry.Entry {...options} place={place} /> : <div class="body" /> : fresh ? off ? <div class="body" /> : away && entry ? <entry.Away {...options} /> : <Beginning /> : <Talk state={state} session={session} />}
      {off || form ? null : closed ? end && <end.Ended key={conversation.id} {...options} again={() => writeAgain(conversation.id)} /> : place ? entry && <entry.Agree {...options} /> : <Composer {...options} />}
    </>
  );
}

/** What stands above the talk, the most important alone: an icon and a sentence, or nothing. */
function news({ link, late }: State, off: string | false): [IconName, string | false] {
  if (link === "refused") return ["alert", t("You cannot write here.")];
  return off ? ["moon", off] : ["offline", late && t("Reconnecting. You can keep writing, it goes out when we are back.")];
}

/** Before the first message. */
function Beginning(): JSX.Element {
  return (
    <div class="body beginning">
      <p class="lead">{t("Hello. What can we help you with?")}</p>
      <p>{t("Write your question below. The answer comes here, also when you walk to another page.")}</p>
    </div>
  );
}
