/** Copying the tag: the button says that it did, and says what to do where it could not. */

import { t } from "../../../chat/client/t.ts";

const SAID_FOR_MS = 4_000;

export function copyOnPress(button: HTMLButtonElement): void {
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", () => {
    void copy(button).then((done) => {
      label.textContent = done ? t("Copied") : t("Press Ctrl C");
      clearTimeout(timer);
      timer = setTimeout(() => (label.textContent = before), SAID_FOR_MS);
    });
  });
}

/** Copies the text of what `data-copy` names. Without the right to the clipboard the text is selected instead. */
async function copy(button: HTMLButtonElement): Promise<boolean> {
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!source) return false;
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    return false;
  }
}
