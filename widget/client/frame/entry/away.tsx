// Nobody is here: since when, until when, and where one may still simply write, an address that may be refused by not giving one.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../../chat/client/t.ts";
import { ASKS } from "../form/asks.ts";
import type { ScreenOptions } from "../home.tsx";
import { Icon } from "../icons.tsx";
import type { Session } from "../session.ts";
import { promise } from "../promise.ts";
import { backAt, opening } from "./back.ts";

/** The moon, when somebody is back, and the project's own words. */
export function Notice({ state: { operators, visitor }, configuration: { desk } }: ScreenOptions): JSX.Element {
  const { hours } = operators;
  const at = hours ? opening(hours) : null;
  const [title, detail] = hours && at ? backAt(at, hours.zone) : [t("Nobody is here right now"), ""];
  const waits = desk.when_away === "chat" && !visitor?.email ? t("Leave a message. The answer waits for you here.") : "";
  const within = desk.when_away === "chat" && desk.replies_within_min ? t("We usually answer within {span}.", { span: promise(desk.replies_within_min) }) : "";
  return (
    <div class="away" role="status">
      <Icon name="moon" />
      <p>
        <b>{title}</b>
        {detail && <span>{detail}</span>}
        <bdi>{desk.away_text || within || waits}</bdi>
      </p>
    </div>
  );
}

export function Away(options: ScreenOptions): JSX.Element {
  const { state, session } = options;
  return (
    <div class="body beginning">
      <Notice {...options} />
      <Email email={state.visitor?.email ?? ""} session={session} />
    </div>
  );
}

/** Checked and kept when one leaves the field; nothing typed is ever cleared. */
function Email({ email, session }: { email: string; session: Session }): JSX.Element {
  const [wrong, setWrong] = useState("");
  const leave = (address: string): void => {
    const given = address.trim();
    const problem = given && ASKS.email.problem?.(given);
    setWrong(problem || "");
    if (given && !problem && given !== email) void session.ask({ type: "identify", typed: true, email: given });
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
        aria-invalid={wrong !== ""}
        aria-describedby="hint"
        onBlur={(event) => leave(event.currentTarget.value)}
      />
      <small id="hint" class={wrong ? "problem" : ""}>
        {wrong || t("So that we can reach you if you leave this page.")}
      </small>
    </label>
  );
}
