// The conversation's screen: header, banner, timeline, and what stands below it.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Away } from "./away.tsx";
import { Composer } from "./composer.tsx";
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
  const { conversation, feed, pending } = state;
  const [again, writeAgain] = useState("");
  const quiet = pending.length === 0;
  const over = conversation?.status === "closed";
  const closed = over && again !== conversation.id && quiet;
  const off = (over || !conversation) && configuration.ended;
  const fresh = quiet && feed.messages.length === 0;
  const [icon, said] = news(state, off);
  const end = useOnNeed(closed, () => import("./ended.tsx"));
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
      {!fresh ? <Talk state={state} session={session} /> : off ? <div class="body" /> : <Beginning {...options} />}
      {off ? null : !closed ? <Composer {...options} /> : end && <end.Ended key={conversation.id} {...options} again={() => writeAgain(conversation.id)} />}
    </>
  );
}

/** What stands above the talk, the most important alone: an icon and a sentence, or nothing. */
function news({ link, late }: State, off: string | false): [IconName, string | false] {
  if (link === "refused") return ["alert", t("You cannot write here.")];
  return off ? ["moon", off] : ["offline", late && t("Reconnecting. You can keep writing, it goes out when we are back.")];
}

/** Before the first message: who is there, or that nobody is. */
function Beginning({ state: { operators, visitor }, session, configuration }: ScreenOptions): JSX.Element {
  if (!operators.online && visitor) return <Away email={visitor.email} session={session} />;
  return (
    <div class="body beginning">
      <p class="lead">{configuration.greeting || t("Hello. What can we help you with?")}</p>
      <p>{t("Write your question below. The answer comes here, also when you walk to another page.")}</p>
    </div>
  );
}
