// Nobody is here: say so, and ask for an address, which may be refused by not giving one.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { Icon } from "./icons.tsx";
import type { Session } from "./session.ts";

/** Good enough to write to: the server looks again. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

export function Away({ email, session }: { email: string; session: Session }): JSX.Element {
  return (
    <div class="body beginning">
      <div class="away">
        <Icon name="moon" />
        <p>
          <b>{t("Nobody is here right now")}</b>
          {t("Leave a message. The answer waits for you here.")}
        </p>
      </div>
      <Email email={email} session={session} />
    </div>
  );
}

/** Checked and kept when one leaves the field; nothing typed is ever cleared. */
function Email({ email, session }: { email: string; session: Session }): JSX.Element {
  const [wrong, setWrong] = useState(false);
  const leave = (address: string): void => {
    const given = address.trim();
    setWrong(given !== "" && !ADDRESS.test(given));
    if (ADDRESS.test(given) && given !== email) session.identify({ email: given });
  };
  return (
    <label class="field">
      <span>
        {t("Email")} <em>{t("optional")}</em>
      </span>
      <input
        type="email"
        autocomplete="email"
        defaultValue={email}
        aria-invalid={wrong}
        aria-describedby="hint"
        onBlur={(event) => leave(event.currentTarget.value)}
      />
      <small id="hint" class={wrong ? "problem" : ""}>
        {wrong ? t("Add the end of the address, such as .com or .fr") : t("So that we can reach you if you leave this page.")}
      </small>
    </label>
  );
}
