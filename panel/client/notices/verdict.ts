/** What the stations together say: the first one where it stops, in a sentence, with what helps. Pure. */

import { t, tn } from "../../../chat/client/t.ts";
import { clock, date, sameDay } from "../../../chat/client/time.ts";
import type { Permission } from "../ring/subscription.ts";

/** A browser as the server knows it (panel/notices/views/browsers.py). */
export interface Browser {
  id: string;
  hash: string;
  created_at: string;
  renewed_at: string;
  ended: string | null;
  ended_at: string | null;
  sent_at: string | null;
  status: number | null;
  detail: string;
  heard_at: string | null;
  unheard: number;
  test: { at: string | null; taken_ms: number | null; trouble: string | null; heard_at: string | null };
}

/** What this browser says of itself. `worker` is its answer's milliseconds, `subscription` the hash of its address. */
export interface Found {
  key: string;
  permission: Permission;
  worker: number | null;
  subscription: string | null;
  browser: Browser | null;
  neverCame: number;
}

export type Mark = "ok" | "warn" | "bad" | "wait";
export type Stop = "permission" | "worker" | "subscription" | "heard" | null;

export interface Verdict {
  mark: Mark;
  title: string;
  words: string;
  /** What the button does, and says; null without one. */
  act: string | null;
  stop: Stop;
}

/** "Friday 18:40", "14:02". */
export function moment(instant: string | null, now = Date.now()): string {
  if (!instant) return t("never");
  return sameDay(instant, now) ? clock(instant) : `${date(instant, now)}, ${clock(instant)}`;
}

const verdict = (mark: Mark, stop: Stop, title: string, words: string, act: string | null = null): Verdict => ({ mark, stop, title, words, act });

export function verdictOf(found: Found): Verdict {
  const { browser, permission } = found;
  if (!found.key) return verdict("bad", "permission", t("Pushes are not set up here"), t("Whoever runs this Parley has to give it a key. Sounds and mails work."));
  if (permission === "unsupported")
    return verdict("bad", "permission", t("This browser has no pushes"), t("Use another one, or on an iPhone add Parley to the home screen first. Sounds and mails work."));
  if (permission === "denied")
    return verdict("bad", "permission", t("Notifications are blocked in this browser"), t("Allow them for this site in the browser’s settings, then load this page again."));
  if (!found.subscription && !browser)
    return verdict("warn", "subscription", t("This browser does not ring yet"), t("Subscribe it, and it rings also with the panel closed, for all your projects."), t("Subscribe this browser"));
  return found.worker === null ? silentWorker() : subscribed(found, browser);
}

function silentWorker(): Verdict {
  return verdict("bad", "worker", t("The service worker does not answer"), t("Without it nothing is heard once the panel is closed. Subscribing again starts it anew."), t("Subscribe again"));
}

function subscribed({ subscription, neverCame }: Found, browser: Browser | null): Verdict {
  const lost = !subscription || !browser || browser.ended !== null || browser.hash !== subscription;
  if (lost) {
    const missed = browser?.unheard ?? 0;
    const since = moment(browser?.heard_at ?? browser?.renewed_at ?? null);
    const words = missed
      ? tn("{n} call since {since} never arrived here. No message is lost.", "{n} calls since {since} never arrived here. No message is lost.", missed, { since })
      : t("Nothing was missed since. No message is lost.");
    return verdict("bad", "subscription", t("This browser has lost its subscription"), words, t("Subscribe again"));
  }
  if (browser.unheard >= neverCame)
    return verdict(
      "warn",
      "heard",
      t("Pushes are sent, and none arrives"),
      tn("{n} in a row was not acknowledged. Send a test to see where it stops.", "{n} in a row were not acknowledged. Send a test to see where it stops.", browser.unheard),
      t("Subscribe again"),
    );
  return verdict("ok", null, t("This browser rings"), t("All six stations answered. If you heard nothing, look below why that call was held."));
}
