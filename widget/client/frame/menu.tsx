// What one rarely needs, behind three dots. Escape closes it and focus goes back.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Icon } from "./icons.tsx";

export function Menu({ end }: { end: () => void }): JSX.Element {
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
  return (
    <div class="menu" onKeyDown={key} onFocusOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOpen(false)}>
      <button type="button" class="tool" ref={button} aria-label={t("More")} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="more" look="dots-only" />
      </button>
      {open && (
        <div class="items">
          <button
            type="button"
            ref={first}
            onClick={() => {
              leave();
              end();
            }}
          >
            {t("End chat")}
          </button>
        </div>
      )}
    </div>
  );
}
