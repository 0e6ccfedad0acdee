/** Draws what the form says: place, kind and picture of the launcher, the mark, the scheme, and whether a page shows it. */

import { isShownOn } from "../../../chat/client/page_pattern.ts";
import { t } from "../../../chat/client/t.ts";

const FARTHEST_PX = 400;

export function followChoices(form: HTMLFormElement): void {
  const page = form.querySelector<HTMLElement>("[data-preview]");
  if (!page) return;
  const draw = (): void => drawAll(form, page);
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-device]")) {
    button.addEventListener("click", () => {
      page.dataset.on = button.dataset.device;
      draw();
    });
  }
  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  draw();
}

function drawAll(form: HTMLFormElement, page: HTMLElement): void {
  const data = new FormData(form);
  const said = (name: string): string => String(data.get(name) ?? "");
  const device = page.dataset.on ?? "desktop";
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-device]"))
    button.ariaPressed = String(button.dataset.device === device);
  page.dataset.side = said(`${device}_side`);
  page.dataset.theme = said("theme");
  for (const axis of ["x", "y"]) page.style.setProperty(`--${axis}`, String(distance(said(`${device}_${axis}`))));
  drawMark(form, page, said("mark"));
  drawLauncher(form, page, said("launcher") === "label");
  const shown = isShown(form, said);
  const here = data.has(`on_${device}`) && shown;
  part(page, "[data-launcher]").hidden = !here;
  part(form, "[data-shown]").textContent = shown ? t("It shows there.") : t("It does not show there.");
  part(form, "[data-seen-note]").textContent = here ? "" : t("No launcher here. The chat still opens by your own elements and by its page.");
}

const part = (root: HTMLElement, selector: string): HTMLElement => root.querySelector<HTMLElement>(selector) ?? document.createElement("i");

function distance(text: string): number {
  return Math.min(FARTHEST_PX, Math.max(0, Number.parseInt(text, 10) || 0));
}

function drawMark(form: HTMLFormElement, page: HTMLElement, mark: string): void {
  const usual = form.querySelector<HTMLInputElement>("input[name=mark]")?.placeholder ?? "";
  part(page, "[data-mark]").textContent = (mark || usual).toLocaleUpperCase();
}

function drawLauncher(form: HTMLFormElement, page: HTMLElement, labelled: boolean): void {
  const path = form.querySelector("input[name=icon]:checked + svg path")?.getAttribute("d") ?? "";
  page.querySelector("[data-launcher] path")?.setAttribute("d", path);
  part(page, "[data-label]").hidden = !labelled;
}

/** Whether the page that is tried shows it: by the same rule that the widget goes by. */
function isShown(form: HTMLFormElement, said: (name: string) => string): boolean {
  const typed = form.querySelector<HTMLInputElement>("[data-try]")?.value.trim() || "/";
  const address = typed.startsWith("/") ? `https://any.example${typed}` : typed.includes("://") ? typed : `https://${typed}`;
  if (!URL.canParse(address)) return false;
  const { host, pathname } = new URL(address);
  return isShownOn(patterns(said("only_on")), patterns(said("never_on")), host, pathname);
}

/** As the server keeps them: without scheme, query and part. */
const patterns = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim().replace(/^https?:\/\//i, "").replace(/[?#].*$/, ""))
    .filter(Boolean);
