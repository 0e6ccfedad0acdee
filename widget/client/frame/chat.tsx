// The conversation's screen: header, banner, timeline, and what stands below it.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Away } from "./away.tsx";
import { Composer } from "./composer.tsx";
import { Ended } from "./ended.tsx";
import { Header } from "./header.tsx";
import type { ScreenOptions } from "./home.tsx";
import { Icon } from "./icons.tsx";
import { Talk } from "./talk.tsx";

export function Chat(options: ScreenOptions): JSX.Element {
  const { state, session } = options;
  const { conversation, feed, pending } = state;
  const [again, writeAgain] = useState("");
  const closed = conversation?.status === "closed" && again !== conversation.id && pending.length === 0;
  const fresh = feed.messages.length === 0 && pending.length === 0;
  return (
    <>
      <Header {...options} />
      {state.late && (
        <p class="banner" role="status">
          <Icon name="offline" />
          {t("Reconnecting. You can keep writing, it goes out when we are back.")}
        </p>
      )}
      {state.link === "refused" && (
        <p class="banner" role="alert">
          <Icon name="alert" />
          {t("This chat cannot be opened here.")}
        </p>
      )}
      {fresh ? <Beginning {...options} /> : <Talk state={state} session={session} />}
      {closed ? <Ended key={conversation.id} {...options} again={() => writeAgain(conversation.id)} /> : <Composer {...options} />}
    </>
  );
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
