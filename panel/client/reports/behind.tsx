/** The table behind a chart: for screen readers, and for everybody who wants the numbers. */

import type { ComponentChildren } from "preact";
import { t } from "../../../chat/client/t.ts";

export function Behind({ head, children }: { head: readonly string[]; children: ComponentChildren }) {
  return (
    <details class="behind">
      <summary>{t("As a table")}</summary>
      <Scrolled head={head}>{children}</Scrolled>
    </details>
  );
}

export function Scrolled({ head, children }: { head: readonly string[]; children: ComponentChildren }) {
  return (
    <div class="tbl-wrap" tabIndex={0} role="region" aria-label={head.join(", ")}>
      <table class="tbl">
        <thead>
          <tr>
            {head.map((word, at) => (
              <th key={word} scope="col" class={at ? "num" : ""}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
