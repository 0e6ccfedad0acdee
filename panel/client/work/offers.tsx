/** A list above the composer that follows what is typed: the arrows choose, Tab or Enter inserts, Escape closes it. */

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { t } from "../../../chat/client/t.ts";

export interface Offer {
  id: string;
  head: ComponentChildren;
  words: string;
  /** Said in full below the list while this is the chosen one. */
  whole?: string;
  take: () => void;
}

export interface Offered {
  /** Everything that was typed: once closed, the list stays so until this changes. */
  typed: string;
  label: string;
  offers: readonly Offer[];
  /** Beside the keys, in the list's head. */
  more?: ComponentChildren;
}

const at = signal(0);
const closedFor = signal<string | null>(null);

const shownOf = (offered: Offered | null): readonly Offer[] => (offered && closedFor.value !== offered.typed ? offered.offers : []);
const placeIn = (shown: readonly Offer[]): number => Math.min(at.value, shown.length - 1);

/** A key in the composer; whether it was the list's. */
export function offersKey(event: KeyboardEvent, offered: Offered | null): boolean {
  const shown = shownOf(offered);
  const chosen = shown[placeIn(shown)];
  if (!offered || !chosen || event.isComposing) return false;
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) at.value = (placeIn(shown) + by + shown.length) % shown.length;
  else if (event.key === "Escape") {
    closedFor.value = offered.typed;
    event.stopPropagation();
  } else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) take(chosen);
  else {
    at.value = 0;
    return false;
  }
  event.preventDefault();
  return true;
}

function take(offer: Offer): void {
  at.value = 0;
  offer.take();
}

/** For the text field: it keeps the focus, and names the line that is chosen. */
export function offersAria(offered: Offered | null) {
  const shown = shownOf(offered);
  if (!shown.length) return {};
  return { "aria-controls": "offers", "aria-autocomplete": "list" as const, "aria-activedescendant": `offer-${placeIn(shown)}` };
}

export function Offers({ offered }: { offered: Offered | null }) {
  useEffect(() => {
    if (!offered) closedFor.value = null;
  }, [offered === null]);
  if (!offered || closedFor.value === offered.typed) return null;
  const { label, offers, more } = offered;
  const place = placeIn(offers);
  const whole = offers[place]?.whole;
  return (
    <div class="offers">
      <header class="menu-h">
        {label}
        {offers.length > 0 && <Keys />}
        {more}
      </header>
      {!offers.length && <p class="menu-f">{t("None fits.")}</p>}
      <div role="listbox" id="offers" aria-label={label}>
        {offers.map((each, index) => (
          <Line key={each.id} id={`offer-${index}`} offer={each} active={index === place} />
        ))}
      </div>
      {whole && (
        <p class="offers-whole" dir="auto">
          {whole}
        </p>
      )}
    </div>
  );
}

function Keys() {
  return (
    <span class="keys-hint">
      <kbd>↑</kbd> <kbd>↓</kbd> {t("choose")} <kbd>Tab</kbd> {t("insert")} <kbd>Esc</kbd> {t("close")}
    </span>
  );
}

function Line({ id, offer, active }: { id: string; offer: Offer; active: boolean }) {
  const onPointerDown = (event: Event) => {
    event.preventDefault(); // the focus stays in the text
    take(offer);
  };
  return (
    <div id={id} class={active ? "mi on" : "mi"} role="option" aria-selected={active} onPointerDown={onPointerDown}>
      {offer.head}
      <bdi class="one-line grow">{offer.words}</bdi>
      {active && <kbd aria-hidden="true">↵</kbd>}
    </div>
  );
}
