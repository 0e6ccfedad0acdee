// What stands on the customer's page: one element with a shadow root, in it the launcher, and later the frame beside it.

import type { Config } from "./config.ts";
import type { Begun } from "./begun.ts";
import css from "./launcher.css?inline";

/** What the frame may do: run, keep its own storage, submit its forms, open links, save files. No top navigation. */
const SANDBOX = "allow-scripts allow-same-origin allow-downloads allow-forms allow-popups allow-popups-to-escape-sandbox";

/** The sheet of a string, for a shadow root: no policy of the page forbids it. */
export function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

export function showLauncher({ color, on, words, name, css: looks }: Config): Pick<Begun, "host" | "root" | "button" | "frame"> {
  const make = document.createElement.bind(document);
  const host = make("parley-chat");
  const root = host.attachShadow({ mode: "open" });
  const button = make("button");
  const lines = make("p");
  const frame = make("iframe");
  lines.append(make("i"), make("i"));
  button.append(lines);
  button.ariaLabel = words.open;
  button.ariaExpanded = "false";
  frame.title = name;
  frame.hidden = true;
  frame.setAttribute("sandbox", SANDBOX);
  // By its place: the whole list would be read by methods that the page may have changed.
  root.adoptedStyleSheets[0] = sheetOf(css + looks);
  root.append(button);
  // Both come from `color.ts`, in the frame or on the server: it has no place here.
  host.style.setProperty("--w", color);
  host.style.setProperty("--on", on);
  document.documentElement.append(host);
  return { host, root, button, frame };
}
