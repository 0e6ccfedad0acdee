/** Choosing the widget's colour: swatches and a field for any other, the small preview, and how well text reads on it. */

import { contrast, ground, isColor } from "../../../chat/client/color.ts";
import { locale, t } from "../../../chat/client/t.ts";

export function chooseColour(root: HTMLElement): void {
  const field = root.querySelector<HTMLInputElement>("input[name=color]");
  const swatches = [...root.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  if (!field) return;
  const apply = (): void => {
    const colour = field.value.trim();
    for (const swatch of swatches) swatch.checked = swatch.value.toLowerCase() === colour.toLowerCase();
    say(root, isColor(colour) ? reading(colour) : "");
    if (isColor(colour)) paint(colour);
  };
  for (const swatch of swatches) {
    swatch.addEventListener("change", () => {
      field.value = swatch.value;
      apply();
    });
  }
  field.addEventListener("input", apply);
  // One that was pressed before this code was here counts as well.
  const early = swatches.find((swatch) => swatch.checked && !swatch.defaultChecked);
  if (early) field.value = early.value;
  apply();
}

/** What the chat will do with a colour: it adjusts one on which text would be hard to read. */
function reading(colour: string): string {
  const [used, text] = ground(colour);
  const ratio = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(contrast(used, text));
  if (text !== "#ffffff") return t("Dark text on this colour reads well, {ratio} to 1", { ratio });
  return used.toLowerCase() === colour.toLowerCase()
    ? t("White text on this colour reads well, {ratio} to 1", { ratio })
    : t("The chat uses it a little darker, so that white text reads well, {ratio} to 1", { ratio });
}

function say(root: HTMLElement, sentence: string): void {
  const line = root.querySelector<HTMLElement>("[data-reading]");
  const words = line?.querySelector("span");
  if (!line || !words) return;
  line.hidden = sentence === "";
  words.textContent = sentence;
}

/** The preview follows, as the chat will look. */
function paint(colour: string): void {
  const [used, text] = ground(colour);
  for (const preview of document.querySelectorAll<HTMLElement>("[data-preview]")) {
    preview.style.setProperty("--brand", used);
    preview.style.setProperty("--on-brand", text);
  }
}
