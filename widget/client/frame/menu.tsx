// What one rarely needs, behind three dots. Escape closes it and focus goes back.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Icon } from "./icons.tsx";

interface MenuOptions {
  /** Null where there is nothing to end. */
  end: (() => void) | null;
  /** Opens a window of the chat's own; null where it is one, or there is no room for two. */
  popOut: (() => void) | null;
}

type Item = [words: string, act: () => void];

export function Menu({ end, popOut }: MenuOptions): JSX.Element {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) first.current?.focus();
  }, [open]);
  const leave = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    leave();
  };
  const items: Item[] = [...(popOut ? [[t("Open in a window"), popOut] as Item] : []), ...(end ? [[t("End chat"), end] as Item] : [])];
  const item = ([words, act]: Item, at: number): JSX.Element => (
    <button key={words} type="button" ref={at ? undefined : first} onClick={() => (leave(), act())}>
      {words}
    </button>
  );
  return (
    <div class="menu" onKeyDown={key} onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOpen(false)}>
      <button type="button" class="tool" ref={button} aria-label={t("More")} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="more" look="dots-only" />
      </button>
      {open && <div class="items">{items.map(item)}</div>}
    </div>
  );
}
