// The first screen: a greeting that is the first speech bubble, who is here, and the way into the conversation.

import type { JSX } from "preact";
import { t } from "../../../chat/client/t.ts";
import { when } from "../../../chat/client/time.ts";
import type { Screen } from "./app.tsx";
import type { ready } from "./help/index.tsx";
import { Icon } from "./icons.tsx";
import { Face, Faces, firstName } from "./person.tsx";
import type { State } from "./state.ts";
import type { ViewOptions } from "./view.tsx";

/** What the help brings, once it is there. */
export type HelpParts = Awaited<ReturnType<typeof ready>>;
export type ScreenOptions = ViewOptions & { state: State; go: (screen: Screen) => void; help?: HelpParts | undefined };

export function Home({ configuration, state, close, go }: ScreenOptions): JSX.Element {
  const { operators } = state;
  return (
    <div class="body">
      <header class="hello">
        <div class="top">
          <span class="site">
            <i class="mark" aria-hidden="true">
              {configuration.mark}
            </i>
            {configuration.name}
          </span>
          {close && (
            <button type="button" class="tool" aria-label={t("Close chat")} onClick={close}>
              <Icon name="close" />
            </button>
          )}
        </div>
        <h1>{t("Hello. What can we help you with?")}</h1>
        <p class="who">
          <Faces people={operators.people} />
          {operators.online ? t("Here now") : t("Away now. Leave a message, we answer here.")}
        </p>
      </header>
      <div class="cards">
        <button type="button" class="card way" onClick={() => go("chat")}>
          <span>
            <b>{t("Send us a message")}</b>
            <small>{t("A person answers")}</small>
          </span>
          <span class="tip">
            <Icon name="send" />
          </span>
        </button>
        <Last state={state} go={go} />
      </div>
    </div>
  );
}

/** The conversation there is, as a way back into it. */
function Last({ state: { conversation }, go }: Pick<ScreenOptions, "state" | "go">): JSX.Element | null {
  const last = conversation?.last_message;
  if (!conversation || !last) return null;
  const mine = last.author.kind === "visitor";
  return (
    <button type="button" class="card way" onClick={() => go("chat")}>
      {!mine && <Face person={last.author} />}
      <span>
        <b>{mine ? t("You") : <bdi>{firstName(last.author.name)}</bdi>}</b>
        <small>{last.text}</small>
      </span>
      <small>{when(last.created_at)}</small>
    </button>
  );
}
