// The chat's two screens, home and the conversation, and what holds for both.

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Chat } from "./chat.tsx";
import { Home } from "./home.tsx";
import { Icon } from "./icons.tsx";
import { useStore } from "./use_store.ts";
import type { ViewOptions } from "./view.tsx";

export type Screen = "home" | "chat";

export function App(options: ViewOptions): JSX.Element {
  const { session, configuration, keep, close } = options;
  const state = useStore(session.store);
  const [screen, go] = useState<Screen>(state.conversation || state.pending.length ? "chat" : "home");
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      // A menu takes Escape for itself.
      if (event.key === "Escape" && !event.defaultPrevented) close?.();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [close]);
  useEffect(() => {
    if (state.prefill) go("chat");
  }, [state.prefill]);
  const shared = { ...options, state, go };
  return (
    <main class="chat" aria-label={t("{name} chat", { name: configuration.name })}>
      {screen === "home" ? <Home {...shared} /> : <Chat {...shared} />}
      {screen === "home" && <Tabs go={go} />}
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

function Tabs({ go }: { go: (screen: Screen) => void }): JSX.Element {
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
    </nav>
  );
}
