/** "Waiting for your first visitor": the line changes by itself when somebody opens a page with the tag. */

import type { VisitorShape } from "#wire";
import { Live } from "../../../chat/client/live.ts";
import { t } from "../../../chat/client/t.ts";
import { hueOf, initialsOf, nameOf } from "../words.ts";

interface Parts {
  box: HTMLElement;
  title: HTMLElement;
  words: HTMLElement;
  visitorCheck: HTMLElement | null;
  messageCheck: HTMLElement | null;
}

export function awaitFirstVisitor(box: HTMLElement): void {
  const title = box.querySelector<HTMLElement>("b");
  const words = box.querySelector<HTMLElement>("p");
  const project = box.dataset.firstVisitor ?? "";
  if (!title || !words) return;
  const check = (name: string) => document.querySelector<HTMLElement>(`[data-check=${name}]`);
  const parts: Parts = { box, title, words, visitorCheck: check("visitor"), messageCheck: check("message") };
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  new Live({
    url: `${scheme}://${location.host}/ws/panel/`,
    beside: () => import("../beside.ts"),
    hello: () => ({ type: "hello", v: 1, project }),
    // Somebody may have come while this page was loading, or while the connection was away.
    onHello: () => void whoIsHere(project).then((visitor) => visitor && arrived(parts, visitor)),
    onPush: (push) => {
      if (push.type === "visitor") arrived(parts, push.visitor);
      else if (push.type === "visitors" && push.here[0]) arrived(parts, push.here[0]);
      else if (push.type === "message") tick(parts.messageCheck, t("it works"));
    },
  }).start();
}

async function whoIsHere(project: string): Promise<VisitorShape | null> {
  const response = await fetch(`/api/v1/projects/${project}/visitors/online/`).catch(() => null);
  if (!response?.ok) return null;
  const { results } = (await response.json()) as { results: VisitorShape[] };
  return results[0] ?? null;
}

function arrived({ box, title, words, visitorCheck }: Parts, visitor: VisitorShape): void {
  const page = visitor.pages.at(-1);
  title.textContent = visitor.name ? t("{name} is here", { name: nameOf(visitor) }) : t("Your first visitor is here");
  const alone = page !== undefined && new URL(page.url).origin === location.origin;
  // The chat alone is a page of ours: it says nothing about the tag.
  if (alone) words.textContent = t("In the chat alone, which works. The tag is still to be seen.");
  else if (page) words.textContent = t("Reading {page}. The tag works.", { page: page.title || page.url });
  else words.textContent = t("The tag works.");
  box.classList.add("arrived");
  box.querySelector(".sonar, .with-dot")?.replaceWith(face(visitor));
  for (const hidden of box.querySelectorAll<HTMLElement>("[data-arrived]")) hidden.hidden = false;
  tick(visitorCheck, t("here now"));
}

/** The visitor's avatar with its full dot, in the place of the still sonar. */
function face(visitor: VisitorShape): HTMLElement {
  const whole = document.createElement("span");
  const avatar = document.createElement("span");
  const dot = document.createElement("i");
  whole.className = "with-dot";
  whole.ariaHidden = "true";
  avatar.className = `av av-${hueOf(visitor.id)}`;
  avatar.textContent = initialsOf(visitor);
  dot.className = "presence on";
  whole.append(avatar, dot);
  return whole;
}

/** One line of what we have seen turns green: another icon and another word, not the colour alone. */
function tick(check: HTMLElement | null, words: string): void {
  check?.classList.add("ok");
  const last = check?.querySelector("span:last-child");
  if (last) last.textContent = words;
}
