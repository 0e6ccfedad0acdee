// The box one writes in: Enter sends, Shift Enter makes a line, the draft outlives the page.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import type { ScreenOptions } from "./home.tsx";
import { Icon } from "./icons.tsx";

const LONGEST = 10_000; // characters, as the contract says

/** The draft: kept, told to the operators as a preview, or filled in by the page. */
function useDraft({ session, state, keep, configuration }: ScreenOptions): [string, (text: string) => void] {
  const [text, setText] = useState(keep.draft);
  const write = (next: string): void => {
    setText(next);
    keep.write("draft", (keep.draft = next) || null);
    session.typing.wrote(configuration.preview ? next : next && "…");
  };
  useEffect(() => {
    if (state.prefill) write(state.prefill);
    session.store.set({ prefill: "" });
  }, [state.prefill]);
  return [text, write];
}

export function Composer(options: ScreenOptions): JSX.Element {
  const { session, state } = options;
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, write] = useDraft(options);
  useEffect(() => {
    if (state.open) box.current?.focus();
  }, [state.open]);
  const send = (event: Event): void => {
    event.preventDefault();
    const said = text.trim();
    box.current?.focus();
    if (!said) return;
    session.outbox.add({ text: said });
    write("");
  };
  const key = (event: KeyboardEvent): void => {
    // While a word is being composed (Japanese, Chinese), Enter chooses it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    send(event);
  };
  return (
    <form class="composer" aria-label={t("Message")} onSubmit={send}>
      <textarea
        ref={box}
        rows={1}
        dir={text ? "auto" : undefined}
        maxLength={LONGEST}
        aria-label={t("Your message")}
        placeholder={t("Write a message")}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={key}
        enterkeyhint="send"
      />
      <button class="go" aria-label={t("Send")}>
        <Icon name="send" />
      </button>
    </form>
  );
}
