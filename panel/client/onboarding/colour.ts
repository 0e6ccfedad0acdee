/** Choosing the widget's colour: swatches and a field for any other, the small preview, and how well text reads on it. */

import { locale, t } from "../../../chat/client/t.ts";
import { readingOn } from "./contrast.ts";
import type { Reading } from "./contrast.ts";

export function chooseColour(root: HTMLElement): void {
  const field = root.querySelector<HTMLInputElement>("input[name=color]");
  const swatches = [...root.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  if (!field) return;
  const apply = (): void => {
    const colour = field.value.trim();
    for (const swatch of swatches) swatch.checked = swatch.value.toLowerCase() === colour.toLowerCase();
    const reading = readingOn(colour);
    say(root, reading);
    if (reading) paint(colour, reading);
  };
  for (const swatch of swatches) {
    swatch.addEventListener("change", () => {
      field.value = swatch.value;
      apply();
    });
  }
  field.addEventListener("input", apply);
  apply();
}

function say(root: HTMLElement, reading: Reading | null): void {
  const line = root.querySelector<HTMLElement>("[data-reading]");
  const words = line?.querySelector("span");
  if (!line || !words) return;
  line.hidden = reading === null;
  if (!reading) return;
  const ratio = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(reading.ratio);
  words.textContent =
    reading.text === "white"
      ? t("White text on this colour reads well, {ratio} to 1", { ratio })
      : t("Black text is used on this colour and reads well, {ratio} to 1", { ratio });
}

/** The preview follows; a sheet rule is not needed, because only this page shows this colour. */
function paint(colour: string, reading: Reading): void {
  for (const preview of document.querySelectorAll<HTMLElement>("[data-preview]")) {
    preview.style.setProperty("--brand", colour);
    preview.style.setProperty("--on-brand", reading.text === "white" ? "#ffffff" : "#000000");
  }
}
