import { expect, test } from "vitest";
import { chooseColour } from "./colour.ts";

function part<Kind extends Element = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

function element(tag: string, attributes: Record<string, string>, ...inside: Node[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

function page(before: () => void = () => undefined): void {
  const swatch = (value: string) => element("input", { type: "radio", name: "swatch", value });
  const reading = element("span", { "data-reading": "", hidden: "" }, element("span", {}));
  const field = element("input", { name: "color", value: "#0F616F" });
  const colours = element("fieldset", {}, swatch("#0F616F"), swatch("#2D4A9A"), field, reading);
  document.body.replaceChildren(colours, element("figure", { "data-preview": "" }));
  before();
  chooseColour(colours);
}

test("a swatch fills the field, and the preview follows", () => {
  page();
  part<HTMLInputElement>("[value='#2D4A9A']").click();
  expect(part<HTMLInputElement>("[name=color]").value).toBe("#2D4A9A");
  expect(part("figure").style.getPropertyValue("--brand")).toBe("#2D4A9A");
  expect(part("[data-reading]").textContent).toBe("White text on this colour reads well, 8.2 to 1");
});

test("a swatch that was pressed before the code was there counts", () => {
  page(() => part<HTMLInputElement>("[value='#2D4A9A']").click());
  expect(part<HTMLInputElement>("[name=color]").value).toBe("#2D4A9A");
  expect(part<HTMLInputElement>("[value='#2D4A9A']").checked).toBe(true);
});

test("typing a colour chooses its swatch, or none, and half a colour says nothing", () => {
  page();
  const field = part<HTMLInputElement>("[name=color]");
  const type = (value: string) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  type("#2d4a9a");
  expect(part<HTMLInputElement>("[value='#2D4A9A']").checked).toBe(true);
  type("#e08a3c");
  expect(part("[data-reading]").textContent).toContain("a little darker");
  type("#2d4");
  expect(document.querySelector(":checked")).toBeNull();
  expect(part("[data-reading]").hidden).toBe(true);
});
