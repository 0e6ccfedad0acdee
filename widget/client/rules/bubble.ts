// A rule's message beside the launcher: said once, never with the focus, closed by one press, and marked as automatic.

import type { Begun } from "../loader/begun.ts";
import { stepAside } from "./aside.ts";
import css from "./bubble.css?inline";

const GAP_PX = 16;

export interface Said {
  /** Whose name it carries, and that it is automatic. */
  who: string;
  face: string;
  text: string;
  language: string;
  /** "light" or "dark"; "" follows the device. */
  theme: string;
  answers: readonly string[];
  words: { dismiss: string; never: string };
  label: string;
}

export interface Presses {
  /** The chat opens; with an answer, it is sent. */
  open(answer?: string): void;
  dismiss(): void;
  /** No message like this to this visitor, ever again. */
  never(): void;
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, look: string, ...inside: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = look;
  element.append(...inside);
  return element;
}

function pressed(look: string, words: string, act: () => void): HTMLButtonElement {
  const button = make("button", look, words);
  button.type = "button";
  button.onclick = act;
  return button;
}

/** Puts it into the launcher's shadow root. Returns what takes it away; null where it would cover what it must not. */
export function showBubble({ host, button }: Begun, said: Said, presses: Presses): (() => void) | null {
  const beside = button.getBoundingClientRect();
  if (!beside.width) return null;
  const place = document.createElement("aside");
  const inside = place.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  inside.adoptedStyleSheets = [sheet];
  const face = make("span", "face", said.face);
  face.ariaHidden = "true";
  const text = make("span", "text", said.text);
  text.lang = said.language;
  const open = pressed("open", "", () => presses.open());
  open.append(face, make("span", "", make("span", "who", said.who), text));
  const never = pressed("never", said.words.never, presses.never);
  const close = pressed("close", "×", presses.dismiss);
  close.ariaLabel = said.words.dismiss;
  const answers = said.answers.map((answer) => pressed("answer", answer, () => presses.open(answer)));
  place.setAttribute("theme", said.theme);
  place.ariaLabel = said.label;
  place.role = "complementary";
  inside.append(make("div", "say", open, never, close), make("div", "row", ...answers));
  host.shadowRoot?.prepend(place);
  standBeside(place, beside);
  if (!stepAside(host, place)) {
    place.remove();
    return null;
  }
  announce(inside, `${said.who}: ${said.text}`);
  place.onkeydown = ({ key }) => key === "Escape" && presses.dismiss();
  return () => place.remove();
}

/** Above the launcher, wherever the project's looks have put that. */
function standBeside(place: HTMLElement, { left, right, top }: DOMRect): void {
  const onLeft = left + right < innerWidth;
  place.toggleAttribute("left", onLeft);
  place.style.insetBlockEnd = `${innerHeight - top + GAP_PX}px`;
  place.style[onLeft ? "left" : "right"] = `${onLeft ? left : innerWidth - right}px`;
}

/** Once, politely: a region that is there first, and gets its words then. */
function announce(root: ShadowRoot, words: string): void {
  const region = make("p", "unseen");
  region.role = "status";
  root.append(region);
  setTimeout(() => (region.textContent = words), 100);
}
