// The chat's two screens, home and the conversation, and what holds for both.

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { unreadFor } from "../../../chat/client/feed.ts";
import { t } from "../../../chat/client/t.ts";
import { Chat } from "./chat.tsx";
import { Home } from "./home.tsx";
import { Icon } from "./icons.tsx";
import { useOnNeed } from "./on_need.ts";
import type { State } from "./state.ts";
import { useStore } from "./use_store.ts";
import type { ViewOptions } from "./view.tsx";

export type Screen = "home" | "chat" | "help";

export function App(options: ViewOptions): JSX.Element {
  const { session, configuration, keep, close } = options;
  const state = useStore(session.store);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      // A menu takes Escape for itself.
      if (event.key === "Escape" && !event.defaultPrevented) close?.();
      if (event.key === "Tab" && close) holdFocus(event);
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [close]);
  // Who was here before is shown their conversation, once it is known whether there is one.
  const unknown = (keep.token ?? session.who) !== null && state.link === "connecting";
  return (
    <main class="chat" aria-label={t("{name} chat", { name: configuration.name })}>
      {!unknown && <Screens {...options} state={state} />}
      {keep.forgetful && <p class="by">{t("This browser keeps nothing: the chat is gone when you close this page.")}</p>}
      <p class="by">
        {t("Chat by")}{" "}
        <a href={configuration.home} target="_blank" rel="noopener">
          Parley
        </a>
      </p>
    </main>
  );
}

/** On a phone the chat covers the page: the focus walks round in it, and not to what nobody can see. */
function holdFocus(event: KeyboardEvent): void {
  if (!matchMedia("(pointer:coarse) and (max-width:480px)").matches) return;
  const stops = [...document.querySelectorAll<HTMLElement>("a,button:enabled,textarea,input,[tabindex='0']")];
  const shown = stops.filter((each) => each.checkVisibility());
  const [from, to] = event.shiftKey ? [shown[0], shown.at(-1)] : [shown.at(-1), shown[0]];
  if (document.activeElement !== from) return;
  event.preventDefault();
  to?.focus();
}

function Screens(options: ViewOptions & { state: State }): JSX.Element {
  const { state } = options;
  const talking = state.conversation?.status === "open" || unreadFor(state.feed, "visitor") > 0 || state.pending.length > 0;
  const [screen, go] = useState<Screen>(talking ? "chat" : "home");
  useEffect(() => {
    if (state.prefill || state.rule) go("chat");
  }, [state.prefill, state.rule]);
  const help = useOnNeed(!!options.configuration.help, () => import("./help/index.tsx").then(({ ready }) => ready(go)), state.locale);
  if (screen === "chat") return <Chat {...options} go={go} help={help} />;
  if (screen === "help" && help) return <help.Help {...options} go={go} />;
  return (
    <>
      <Home {...options} go={go} />
      <Tabs go={go}>{help && <help.Tab go={go} />}</Tabs>
    </>
  );
}

function Tabs({ go, children }: { go: (screen: Screen) => void; children: ComponentChildren }): JSX.Element {
  return (
    <nav class="tabs" aria-label={t("Chat sections")}>
      <button type="button" aria-current="page">
        <Icon name="home" />
        {t("Home")}
      </button>
      <button type="button" onClick={() => go("chat")}>
        <Icon name="chat" />
        {t("Messages")}
      </button>
      {children}
    </nav>
  );
}
