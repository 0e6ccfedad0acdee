/** *Send a test push*: asks for it, then looks how far it has come, station by station. */

import { t } from "../../../chat/client/t.ts";
import { clock } from "../../../chat/client/time.ts";
import type { Browser } from "./verdict.ts";

const LOOK_EVERY_MS = 500;
const GIVES_UP_MS = 30_000;

export class TestLine {
  private readonly hops: HTMLElement | null;
  private readonly hint: HTMLElement | null;

  constructor(
    private readonly card: HTMLElement,
    private readonly browser: () => Browser | null,
    private readonly csrf: () => string,
  ) {
    this.hops = card.querySelector("[data-hops]");
    this.hint = card.querySelector(".testline [data-hint]");
  }

  start(changed: (browser: Browser) => void): void {
    const button = this.card.querySelector<HTMLButtonElement>("[data-test]");
    button?.addEventListener("click", () => {
      button.setAttribute("aria-busy", "true");
      void this.send(changed).finally(() => button.removeAttribute("aria-busy"));
    });
  }

  private async send(changed: (browser: Browser) => void): Promise<void> {
    const id = this.browser()?.id;
    const place = `/panel/notices/browsers/${id}/`;
    const headers = { "X-CSRFToken": this.csrf() };
    let now = await this.asked(fetch(`${place}test/`, { method: "POST", headers }));
    const until = Date.now() + GIVES_UP_MS;
    while (now && !isOver(now) && Date.now() < until) {
      this.draw(now, false);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      now = await this.asked(fetch(place));
    }
    if (!now) return this.say(t("The server could not be asked. Try again."));
    this.draw(now, true);
    changed(now);
  }

  private asked(request: Promise<Response>): Promise<Browser | null> {
    return request.then(async (response) => (response.ok ? ((await response.json()) as Browser) : null)).catch(() => null);
  }

  private draw({ test, ended }: Browser, last: boolean): void {
    const hops = [hop("ok", "check", t("Asked for at {time}", { time: clock(test.at ?? Date.now()) }))];
    if (test.trouble) hops.push(hop("bad", "alert", t("Given back: {trouble}", { trouble: test.trouble })));
    else if (test.taken_ms === null) hops.push(last ? hop("bad", "alert", t("Still in our queue")) : hop("acc", "clock", t("On its way to the push service")));
    else hops.push(hop("ok", "check", t("Taken by the push service, {n} ms", { n: test.taken_ms })));
    if (test.heard_at) hops.push(hop("ok", "check", t("This browser rang")));
    else if (test.taken_ms !== null) hops.push(last ? hop("bad", "alert", t("This browser did not say that it arrived")) : hop("acc", "clock", t("Waiting for this browser")));
    this.hops?.replaceChildren(...hops.map((make) => make(this.card)));
    if (!last) this.say(t("Gives up after 30 s and says at which station it stopped."));
    else if (test.heard_at) this.say(t("It works. If you neither saw nor heard it, look for “do not disturb” in your system."));
    else this.say(ended ? t("The push service does not know this subscription any more: subscribe again.") : t("It stopped there."));
  }

  private say(words: string): void {
    if (this.hint) this.hint.textContent = words;
  }
}

const isOver = ({ test }: Browser): boolean => test.heard_at !== null || test.trouble !== null;

type Hop = (card: HTMLElement) => HTMLElement;

function hop(kind: string, icon: string, words: string): Hop {
  return (card) => {
    const made = document.createElement("span");
    made.className = `state ${kind}`;
    const drawn = card.querySelector<HTMLTemplateElement>(`template[data-icon=${icon}]`)?.content.cloneNode(true);
    made.append(...(drawn ? [drawn] : []), words);
    return made;
  };
}
