// Who one talks to: name, presence, the way home, the menu and the close button.

import type { PersonShape } from "#wire";
import type { JSX } from "preact";
import { t } from "../../../chat/client/t.ts";
import { clock } from "../../../chat/client/time.ts";
import { endChat } from "./deeds.ts";
import type { ScreenOptions } from "./home.tsx";
import { Icon } from "./icons.tsx";
import { Menu } from "./menu.tsx";
import { useOnNeed } from "./on_need.ts";
import { Face, Faces, firstName } from "./person.tsx";
import type { State } from "./state.ts";

export function Header(options: ScreenOptions): JSX.Element {
  const { state, session, configuration, close, go } = options;
  const { conversation, operators } = state;
  const operator = partnerOf(state);
  const usually = configuration.desk.usual_min;
  const usual = useOnNeed(usually > 0, () => import("./usual/index.ts").then(({ ready }) => ready()), state.locale);
  const end = conversation?.status === "open" ? () => endChat(session) : null;
  const popOut = close && matchMedia("(pointer:fine)").matches ? async () => (await import("./popout.ts")).popOut(options) : null;
  return (
    <header class="header">
      <button type="button" class="tool" aria-label={t("Back to home")} onClick={() => go("home")}>
        <Icon name="left" look="turns" />
      </button>
      {operator ? <Face person={operator} /> : <Faces people={operators.people.slice(0, 2)} />}
      <div class="who">
        <h1>{operator ? t("{name}, {project}", { name: firstName(operator.name), project: configuration.name }) : configuration.name}</h1>
        <Presence state={state} usual={operator ? "" : (usual?.usually(usually) ?? "")} />
      </div>
      {(popOut || end) && <Menu {...{ popOut, end }} />}
      {close && (
        <button type="button" class="tool" aria-label={t("Close chat")} onClick={close}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

/** The assignee, or whoever answered last. */
export function partnerOf({ conversation, feed }: State): PersonShape | null {
  const last = feed.messages.findLast(({ author }) => author.kind === "operator")?.author;
  return conversation?.assignee ?? (last?.id ? { ...last, id: last.id } : null);
}

function Presence({ state: { late, conversation, feed, operators }, usual }: { state: State; usual: string }): JSX.Element {
  const end = feed.messages.at(-1);
  if (conversation?.status === "closed" && end) return <p>{t("Chat ended {time}", { time: clock(end.created_at) })}</p>;
  const here = operators.online && !late;
  return (
    <p>
      <i class={here ? "dot" : "dot ring"} />
      {late ? t("Reconnecting") : here ? usual || t("Online") : t("Away now")}
    </p>
  );
}
