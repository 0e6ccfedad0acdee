/** Where reports and the live board open: their code, charts and all, comes when somebody goes there first. */

import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { t } from "../../../chat/client/t.ts";

interface Rare {
  Reports: FunctionComponent;
  Board: FunctionComponent;
}

const rare = signal<Rare | null>(null);
const failed = signal(false);

function fetchParts(): void {
  failed.value = false;
  import("../reports/index.tsx").then(
    (parts) => (rare.value = parts),
    () => (failed.value = true), // offline, or a newer build has other names
  );
}

export function ReportsOnNeed({ board }: { board: boolean }) {
  useEffect(() => {
    if (!rare.value) fetchParts();
  }, []);
  const parts = rare.value;
  if (parts) return board ? <parts.Board /> : <parts.Reports />;
  return (
    <main class="page" id="main" tabIndex={-1} aria-busy={!failed.value}>
      <h1 class="vh">{t("Reports")}</h1>
      {failed.value && (
        <div class="empty" role="status">
          <p>{t("This page did not load. Nothing is lost.")}</p>
          <button class="btn" onClick={() => location.reload()}>
            {t("Load again")}
          </button>
        </div>
      )}
    </main>
  );
}
