/** *Why did nothing ring?*: asks each station of this browser, draws what it said, and sends a test along the whole way. */

import { t } from "../../../chat/client/t.ts";
import { when } from "../../../chat/client/time.ts";
import { cookie } from "../api.ts";
import { askWorker, hashOf, permission, registration, subscribe, tell } from "../ring/subscription.ts";
import type { Permission, PushPlace } from "../ring/subscription.ts";
import { moment, verdictOf } from "./verdict.ts";
import type { Browser, Found, Mark, Verdict } from "./verdict.ts";
import { TestLine } from "./test_line.ts";

export interface WhyData extends PushPlace {
  csrf_cookie: string;
  browser: Browser | null;
  /** The last call here: whose, and what. */
  last: string | null;
  volume: number;
  repeats: boolean;
  never_came: number;
}

const ICONS: Record<Mark, string> = { ok: "check", warn: "clock", bad: "alert", wait: "clock" };

export class WhyPage {
  private found: Found;

  constructor(
    private readonly card: HTMLElement,
    private readonly data: WhyData,
  ) {
    const { key, browser, never_came: neverCame } = data;
    this.found = { key, browser, neverCame, permission: permission(), worker: null, subscription: null };
  }

  async start(): Promise<void> {
    this.act().addEventListener("click", () => void this.subscribeAgain());
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-try]"))
      button.addEventListener("click", () => void this.tryElsewhere(button));
    new TestLine(this.card, () => this.found.browser, () => cookie(this.data.csrf_cookie)).start((browser) => {
      this.found = { ...this.found, browser };
      this.draw();
    });
    copyReport(this.card);
    await this.ask();
  }

  /** Asks permission, worker and subscription, then draws. */
  private async ask(): Promise<void> {
    const registered = await registration(this.data.scope).catch(() => undefined);
    const present = await registered?.pushManager?.getSubscription().catch(() => null);
    const worker = registered ? await askWorker(registered) : null;
    const subscription = present ? await hashOf(present.endpoint) : null;
    this.found = { ...this.found, permission: permission(), worker, subscription };
    this.draw();
  }

  private async subscribeAgain(): Promise<void> {
    const button = this.act();
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    try {
      const made = await subscribe(this.data);
      const browser = await tell<Browser>(this.data, made, cookie(this.data.csrf_cookie));
      this.found = { ...this.found, browser };
      await this.ask();
    } catch (error) {
      await this.ask();
      const words = error instanceof Error ? error.message : String(error);
      if (permission() === "granted") this.say("[data-words]", t("The browser could not subscribe: {words}", { words }));
    } finally {
      button.removeAttribute("aria-busy");
      button.disabled = false;
    }
  }

  private async tryElsewhere(button: HTMLButtonElement): Promise<void> {
    const headers = { "X-CSRFToken": cookie(this.data.csrf_cookie) };
    const sent = await fetch(button.dataset.try ?? "", { method: "POST", headers }).catch(() => null);
    button.textContent = sent?.ok ? t("Sent: does it ring?") : t("Could not be sent");
  }

  private act(): HTMLButtonElement {
    return this.card.querySelector<HTMLButtonElement>("[data-act]") ?? document.createElement("button");
  }

  private say(where: string, words: string): void {
    const place = this.card.querySelector(where);
    if (place) place.textContent = words;
  }

  private draw(): void {
    const said = verdictOf(this.found);
    const { browser } = this.found;
    this.say("#verdict", said.title);
    this.say("[data-words]", said.words);
    const act = this.act();
    act.hidden = said.act === null;
    act.textContent = said.act ?? "";
    this.mark(this.card.querySelector("[data-mark]"), said.mark);
    this.station("permission", ...this.permissionSays(said));
    this.station("worker", ...this.workerSays(said));
    this.station("subscription", ...this.subscriptionSays(said));
    this.station("push", ...pushSays(browser, this.data.last));
    this.station("heard", ...heardSays(browser, said));
    const repeats = this.data.repeats ? t("repeats until read") : t("rings once");
    this.say("[data-station=sound] [data-say]", this.data.volume ? t("On, volume {n} %, {repeats}", { n: this.data.volume, repeats }) : t("Off: the volume is 0"));
    this.say("[data-station=sound] [data-more]", t("Parley cannot see a muted tab or “do not disturb” of your system"));
    const test = this.card.querySelector<HTMLButtonElement>("[data-test]");
    if (test) test.disabled = !browser || browser.ended !== null;
  }

  private station(name: string, mark: Mark, says: string, more: string, hint: string): void {
    const where = `[data-station=${name}]`;
    this.mark(this.card.querySelector(`${where} .mark`), mark);
    this.say(`${where} [data-say]`, says);
    this.say(`${where} [data-more]`, more);
    this.say(`${where} [data-hint]`, hint);
  }

  private mark(place: HTMLElement | null, mark: Mark): void {
    const icon = this.card.querySelector<HTMLTemplateElement>(`template[data-icon=${ICONS[mark]}]`);
    if (!place) return;
    place.className = `mark ${mark}`;
    if (icon) place.replaceChildren(icon.content.cloneNode(true));
  }

  private permissionSays({ stop }: Verdict): Station {
    const words: Record<Permission, string> = {
      granted: t("Allowed"),
      denied: t("Blocked"),
      default: t("Not asked yet"),
      unsupported: t("This browser knows no pushes"),
    };
    const mark = this.found.permission === "granted" ? "ok" : this.found.permission === "default" ? "wait" : "bad";
    return [mark, words[this.found.permission], t("for {host}", { host: location.host }), stop === "permission" ? t("stops here") : t("asked just now")];
  }

  private workerSays({ stop }: Verdict): Station {
    const { worker } = this.found;
    if (worker === null) return [stop === "worker" ? "bad" : "wait", t("Not running"), "", stop === "worker" ? t("stops here") : ""];
    return ["ok", t("Running"), t("for everything below {scope}", { scope: this.data.scope }), t("answered in {n} ms", { n: worker })];
  }

  private subscriptionSays({ stop }: Verdict): Station {
    const { browser, subscription } = this.found;
    const here = stop === "subscription";
    if (!browser) return [here && subscription ? "bad" : "wait", t("No subscription"), "", here ? t("stops here") : ""];
    const days = Math.floor((Date.now() - Date.parse(browser.created_at)) / 86_400_000);
    const age = days ? t("{n} days old", { n: days }) : t("Made today");
    const ended = browser.ended ? ENDED[browser.ended]?.() : here ? t("the browser has another one, or none") : t("renewed {when}", { when: moment(browser.renewed_at) });
    return [here ? "bad" : "ok", age, ended ?? "", here ? t("stops here") : ""];
  }
}

type Station = [mark: Mark, says: string, more: string, hint: string];

const ENDED: Record<string, () => string> = {
  gone: () => t("ended: the push service says that it is gone"),
  signed_out: () => t("ended: you signed out here"),
  refused: () => t("ended: the push service does not take our key"),
  unsafe: () => t("ended: its address must not be asked"),
};

function pushSays(browser: Browser | null, last: string | null): Station {
  if (!browser?.sent_at) return ["wait", t("None yet"), "", ""];
  const { status } = browser;
  const taken = status !== null && status < 300;
  const outcome = status === null ? t("the push service could not be reached") : taken ? t("taken by the push service, {status}", { status }) : t("given back by the push service, {status}", { status });
  const says = last ? t("{at}, {last}", { at: moment(browser.sent_at), last }) : moment(browser.sent_at);
  return [taken ? "ok" : "bad", says, browser.detail ? `${outcome}: ${browser.detail}` : outcome, when(browser.sent_at)];
}

function heardSays(browser: Browser | null, { stop }: Verdict): Station {
  if (!browser?.heard_at && !browser?.unheard) return ["wait", t("None yet"), "", ""];
  const missed = browser.unheard ? t("nothing from this browser for {n} in a row", { n: browser.unheard }) : t("this browser said that it had arrived");
  const mark = stop === "heard" ? "bad" : browser.unheard ? "warn" : "ok";
  return [mark, moment(browser.heard_at), missed, browser.heard_at ? when(browser.heard_at) : ""];
}

/** All of it as text, for somebody who helps. */
function copyReport(card: HTMLElement): void {
  const button = document.querySelector<HTMLButtonElement>("[data-copy=report]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const lines = [...card.querySelectorAll("[data-station]")].map((each) => (each as HTMLElement).innerText.replace(/\s*\n\s*/g, " · "));
    const text = [card.querySelector("#verdict")?.textContent, ...lines, navigator.userAgent].join("\n");
    void navigator.clipboard.writeText(text).then(() => {
      const words = button.querySelector("span");
      if (words) words.textContent = t("Copied");
    });
  });
}
