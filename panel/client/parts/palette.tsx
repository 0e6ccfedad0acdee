/** Where the command palette and the dialog of canned replies open: their code comes when they are opened first. */

import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { batch, signal } from "@preact/signals";
import { preparing } from "../work/canned.tsx";

export const paletteOpen = signal(false);

interface Rare {
  Palette: FunctionComponent;
  Prepare: FunctionComponent;
}

const rare = signal<Rare | null>(null);

/** The line is away: keys mean again what they meant. */
function giveUp(): void {
  batch(() => (paletteOpen.value = preparing.value = false));
}

export function OnNeed() {
  const wanted = paletteOpen.value || preparing.value;
  useEffect(() => {
    if (wanted && !rare.value) void import("../work/index.ts").then((parts) => (rare.value = parts), giveUp);
  }, [wanted]);
  const parts = rare.value;
  if (!parts) return null;
  return (
    <>
      {paletteOpen.value && <parts.Palette />}
      {preparing.value && <parts.Prepare />}
    </>
  );
}
