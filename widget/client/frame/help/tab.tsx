// The way to the help, beside Home and Messages.

import type { JSX } from "preact";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";

const BOOK = "M10 5.5C8.5 4.3 6.4 3.8 3.5 3.8v11c2.9 0 5 .5 6.5 1.7 1.5-1.2 3.6-1.7 6.5-1.7v-11c-2.9 0-5 .5-6.5 1.7zM10 5.5v11";

export function Tab({ go }: Pick<ScreenOptions, "go">): JSX.Element {
  return (
    <button type="button" onClick={() => go("help")}>
      <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
        <path d={BOOK} />
      </svg>
      {t("Help")}
    </button>
  );
}
