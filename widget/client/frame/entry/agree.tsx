// The words that somebody has to agree to before anything of theirs is kept.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../../chat/client/t.ts";
import type { Desk } from "../configuration.ts";
import { agree } from "../deeds.ts";
import type { ScreenOptions } from "../home.tsx";

interface TickOptions {
  consent: NonNullable<Desk["consent"]>;
  agreed: boolean;
  wrong: boolean;
  tick(agreed: boolean): void;
}

export function Tick({ consent, agreed, wrong, tick }: TickOptions): JSX.Element {
  return (
    <div class="agree">
      <label class="tick">
        <input
          id="agree"
          type="checkbox"
          required
          checked={agreed}
          aria-invalid={wrong}
          aria-describedby="agree-hint"
          onChange={(event) => tick(event.currentTarget.checked)}
        />
        <bdi>{consent.text}</bdi>
      </label>
      {consent.href && (
        <a href={consent.href} target="_blank" rel="noopener noreferrer">
          {t("Privacy")}
        </a>
      )}
      <small id="agree-hint" class="problem" role="status">
        {wrong && t("Tick this to go on")}
      </small>
    </div>
  );
}

/** In the composer's place, where a talk is open and the words are new. */
export function Agree(options: ScreenOptions): JSX.Element | null {
  const [agreed, tick] = useState(false);
  const [wrong, setWrong] = useState(false);
  const { consent } = options.configuration.desk;
  if (!consent) return null;
  const submit = (event: Event): void => {
    event.preventDefault();
    setWrong(!agreed);
    if (agreed) void agree(options, true, consent.version);
    else document.getElementById("agree")?.focus();
  };
  return (
    <form class="entry gate" noValidate onSubmit={submit}>
      <Tick {...{ consent, agreed, wrong, tick }} />
      <button class="act">{t("Go on")}</button>
    </form>
  );
}
