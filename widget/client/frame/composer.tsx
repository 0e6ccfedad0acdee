// The box one writes in: Enter sends, Shift Enter makes a line, the draft outlives the page.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import type { TrayPlace } from "./files/tray.tsx";
import type { ScreenOptions } from "./home.tsx";
import { Icon } from "./icons.tsx";
import { useOnNeed } from "./on_need.ts";

const LONGEST = 10_000; // characters, as the contract says

/** The draft: kept, told to the operators as a preview, or filled in by the page. */
export function useDraft({ session, state, keep, configuration }: ScreenOptions): [string, (text: string) => void] {
  const [text, setText] = useState(keep.draft);
  const write = (next: string): void => {
    setText(next);
    keep.draft = next;
    if (!keep.held) keep.write("draft", next || null);
    if (state.visitor?.agreed) session.typing.wrote(configuration.preview ? next : next && "…");
  };
  useEffect(() => {
    if (state.prefill) write(state.prefill);
    session.store.set({ prefill: "" });
  }, [state.prefill]);
  return [text, write];
}

export function Composer(options: ScreenOptions): JSX.Element {
  const { session, state, configuration, help } = options;
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, write] = useDraft(options);
  const tray: TrayPlace = useRef(null);
  const files = useOnNeed(configuration.files > 0, () => import("./ways.tsx"));
  useEffect(() => {
    if (state.open && !window.name) box.current?.focus(); // as a part of the page (see index.ts) it takes none
  }, [state.open]);
  const send = (event?: Event): void => {
    event?.preventDefault();
    const said = text.trim();
    box.current?.focus();
    const attachments = tray.current ? tray.current() : [];
    if (!attachments || !(said || attachments[0])) return;
    session.outbox.add({ text: said, attachments, files: attachments.map(({ id }) => id) });
    write("");
  };
  return (
    <form class="composer" aria-label={t("Message")} onSubmit={send}>
      {help && !state.conversation && <help.Suggest text={text} />}
      {files && <files.Ways {...options} hold={tray} send={send} />}
      <textarea
        ref={box}
        rows={1}
        dir={text ? "auto" : undefined}
        maxLength={LONGEST}
        aria-label={t("Your message")}
        placeholder={t("Write a message")}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        // While a word is being composed (Japanese, Chinese), Enter chooses it.
        onKeyDown={(event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && send(event)}
        enterkeyhint="send"
      />
      <Go />
    </form>
  );
}

const Go = (): JSX.Element => (
  <button class="go" aria-label={t("Send")}>
    <Icon name="send" />
  </button>
);
