// The way to the help, beside Home and Messages.

import type { JSX } from "preact";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";
import { Book } from "./signs.tsx";

export function Tab({ go }: Pick<ScreenOptions, "go">): JSX.Element {
  return (
    <button type="button" onClick={() => go("help")}>
      <Book />
      {t("Help")}
    </button>
  );
}
