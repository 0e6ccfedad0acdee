// The project's colour in all the shades that the chat needs, light and dark, each readable where it stands.

import { ground, isColor, mixed, readable } from "../../../chat/client/color.ts";

const LIGHT = "#ffffff";
const DARK = "#18191b";

/** Sets the shades on the document, and the scheme where one is fixed. Returns what the launcher is painted with. */
export function paint(wanted: unknown, fixed?: string): { color: string; on: string } {
  const own = isColor(wanted) ? wanted : "#0F616F";
  const [color, on] = ground(own);
  const shades: Record<string, string> = {
    "--w": color,
    "--w-on": on,
    "--w-hover": mixed(color, "#000000", 0.12),
    "--w-fg-light": readable(own, LIGHT, "#000000"),
    "--w-fg-dark": readable(own, "#2a2c2f", "#ffffff"),
    "--w-soft-light": mixed(own, LIGHT, 0.89),
    "--w-soft-dark": mixed(own, DARK, 0.72),
  };
  for (const [name, shade] of Object.entries(shades)) document.documentElement.style.setProperty(name, shade);
  const theme = new URLSearchParams(location.search).get("theme") ?? fixed;
  if (theme) document.documentElement.dataset.theme = theme;
  return { color, on };
}
