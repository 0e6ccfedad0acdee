/** What the connection's absence looks like: slim, amber, and nothing is lost. Being signed out is said as an alert. */

import { t } from "../../../chat/client/t.ts";
import { clock } from "../../../chat/client/time.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export function Reconnecting() {
  const panel = usePanel();
  const state = panel.connection.value;
  if (state === "signed_out") return <SignedOut />;
  if (state === "refused") return <Refused />;
  if (!panel.away.value) return null;
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
