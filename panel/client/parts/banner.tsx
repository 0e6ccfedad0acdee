/** What the connection's absence looks like: slim, amber, and nothing is lost. Being signed out is said as an alert.
 * With nothing to say about that, it says that the plan has ended, and that Parley's staff may look in, while they may. */

import { t } from "../../../chat/client/t.ts";
import { clock, date, sameDay } from "../../../chat/client/time.ts";
import { now } from "../clock.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export function Reconnecting() {
  const panel = usePanel();
  const state = panel.connection.value;
  if (state === "signed_out") return <SignedOut />;
  if (state === "refused") return <Refused />;
  if (!panel.away.value)
    return (
      <>
        <Muted />
        <PlanEnded />
        <StaffMayLook />
      </>
    );
  return (
    <p class="slim" role="status">
      <Icon name="offline" class="s" />
      <span>
        {t("Reconnecting. You can keep writing, it goes out when we are back.")}{" "}
        <small class="only-d">{t("Last update {time}", { time: clock(panel.inbox.loadedAt.value) })}</small>
      </span>
      <button class="btn sm" onClick={() => panel.live.wake()}>
        {t("Try now")}
      </button>
    </p>
  );
}

function SignedOut() {
  return (
    <p class="slim" role="alert">
      <Icon name="lock" class="s" />
      <span>{t("You are signed out. What you wrote is kept here.")}</span>
      <a class="btn sm" href={`/accounts/login/?next=${encodeURIComponent(location.pathname)}`}>
        {t("Sign in")}
      </a>
    </p>
  );
}

function Refused() {
  return (
    <p class="slim" role="alert">
      <Icon name="lock" class="s" />
      <span>{t("You have no access to this project any more.")}</span>
      <a class="btn sm" href="/panel/">
        {t("Go to your projects")}
      </a>
    </p>
  );
}

/** A sound was due, and browsers keep a page silent until it is touched. */
function Muted() {
  const { ringer } = usePanel().ringing;
  if (!ringer.muted.value) return null;
  return (
    <p class="slim acc" role="status">
      <Icon name="bell" class="s" />
      <span>{t("Somebody called, and this browser keeps the page silent until you press something in it.")}</span>
      <button class="btn sm" onClick={() => void ringer.unlock().then(() => ringer.ring("reply"))}>
        {t("Turn sounds on")}
      </button>
    </p>
  );
}

/** As the shell said when the page was opened. */
function PlanEnded() {
  const ended = usePanel().boot.plan_ended;
  if (!ended) return null;
  return (
    <p class="slim" role="status">
      <Icon name="alert" class="s" />
      <span>
        <b>{t("Your plan ended on {day}.", { day: date(ended.at, now.value) })}</b>{" "}
        {t("Everything is still here: read, search and export work. New chats are off.")}
      </span>
      {ended.href && (
        <a class="btn sm" href={ended.href}>
          {t("Renew {plan}", { plan: ended.plan })}
        </a>
      )}
    </p>
  );
}

/** As the shell said when the page was opened; it goes by itself once the time is over. */
function StaffMayLook() {
  const open = usePanel().boot.support;
  if (!open || Date.parse(open.until) <= now.value) return null;
  const time = sameDay(open.until, now.value) ? clock(open.until) : `${date(open.until, now.value)}, ${clock(open.until)}`;
  return (
    <p class="slim acc" role="status">
      <Icon name="eye" class="s" />
      <span>
        {open.conversations
          ? t("Parley staff may read this project’s conversations until {time}.", { time })
          : t("Parley staff may see this project’s settings until {time}.", { time })}
      </span>
      {open.href && (
        <a class="btn sm" href={open.href}>
          {t("Support access")}
        </a>
      )}
    </p>
  );
}
