/** The panel's frame: rail, the page of the address, tab bar, and what floats above. */

import { useEffect } from "preact/hooks";
import { t } from "../../../chat/client/t.ts";
import { visitorColumn } from "../memory.ts";
import { route } from "../route.ts";
import { visitorOpen } from "../store/actions.ts";
import { Blank } from "./blank.tsx";
import { usePanel } from "./context.ts";
import { List } from "./list.tsx";
import { OnNeed } from "./palette.tsx";
import { Rail, TabBar } from "./rail.tsx";
import { ReportsOnNeed } from "./reports.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { Thread } from "./thread.tsx";
import { Toasts } from "./toasts.tsx";
import { VisitorColumn } from "./visitor.tsx";
import { Visitors } from "./visitors.tsx";

export function App() {
  const panel = usePanel();
  const open = panel.openConversation();
  useTitle();
  const { page } = route.value;
  const phoneView = visitorOpen.value && open ? "details" : open ? "thread" : "list";
  return (
    <div class={page === "board" ? "app alone" : "app"} data-view={phoneView} data-away={panel.away.value ? "" : undefined}>
      {page !== "board" && <Rail />}
      <Page />
      {page !== "board" && <TabBar />}
      <Toasts />
      <Shortcuts />
      <OnNeed />
    </div>
  );
}

function Page() {
  const { page } = route.value;
  if (page === "inbox") return <Inbox />;
  return page === "visitors" ? <Visitors /> : <ReportsOnNeed board={page === "board"} />;
}

function Inbox() {
  const panel = usePanel();
  const id = panel.openConversation();
  const conversation = id ? panel.inbox.conversation(id) : undefined;
  const column = conversation && (visitorColumn.value || visitorOpen.value);
  return (
    <main class={`inbox${column ? "" : " wide"}${visitorOpen.value ? " drawer" : ""}`} id="main" tabIndex={-1}>
      <List />
      {conversation ? <Thread conversation={conversation} /> : id ? <NotThere /> : <Blank />}
      {column && <VisitorColumn conversation={conversation} />}
    </main>
  );
}

/** A conversation that is being fetched, or that is not there (or not ours: both look the same). */
function NotThere() {
  const { threads } = usePanel();
  return (
    <section class="col thread" aria-label={t("Conversation")}>
      {threads.problem.value && (
        <div class="blank" role="status">
          <h1>{t("This conversation is not here")}</h1>
          <p>{t("It may belong to another project, or you have no access to it.")}</p>
        </div>
      )}
    </section>
  );
}

/** "(3) Inbox · Fernhill Pottery": the tab says how many wait. */
function useTitle(): void {
  const panel = usePanel();
  const { waiting } = panel.inbox.state.value.counts;
  const page = { inbox: t("Inbox"), visitors: t("Visitors"), reports: t("Reports"), board: t("Live board") }[route.value.page];
  const title = `${page} · ${panel.project.name} · Parley`;
  useEffect(() => {
    document.title = waiting ? `(${waiting}) ${title}` : title;
  }, [waiting, title]);
}
