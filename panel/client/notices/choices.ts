/** The choices' small comforts: hear a sound before it is chosen, see the volume's number, find one's own time zone. */

import { play } from "../ring/sounds.ts";
import type { Sound } from "../ring/sounds.ts";

const FULL = 70;

export function offerSounds(page: Document): void {
  const slider = page.querySelector<HTMLInputElement>("input[name=volume]");
  const shown = page.querySelector("output");
  slider?.addEventListener("input", () => shown && (shown.textContent = `${slider.value} %`));
  const whyVolume = (): number => JSON.parse(page.getElementById("why-data")?.textContent ?? "{}").volume ?? FULL;
  let context: AudioContext | null = null;
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-play]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      context ??= new AudioContext();
      play(context, button.dataset.play as Sound, (slider ? Number(slider.value) : whyVolume()) / 100);
    });
  }
  const zone = page.querySelector<HTMLSelectElement>("select[data-zone]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Nobody has chosen yet: where they are is the better guess.
  if (zone?.value === "UTC" && [...zone.options].some((option) => option.value === own)) zone.value = own;
}
