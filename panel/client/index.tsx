/** Starts the panel in the page that templates/panel/app.html has made, and anew with each project that is gone to. */

import { render } from "preact";
import { effect } from "@preact/signals";
import "./letting_go.ts";
import { beginQuestion } from "./asks.ts";
import { readBoot } from "./boot.ts";
import type { Boot } from "./boot.ts";
import { startClock } from "./clock.ts";
import { listenToKeys } from "./keys.ts";
import { followFocus } from "./landing.ts";
import { speakAsThePage } from "./language.ts";
import { followDrafts } from "./memory.ts";
import { App } from "./parts/app.tsx";
import { PanelContext } from "./parts/context.ts";
import { followHistory, pathOf, route } from "./route.ts";
import { departments } from "./store/departments.ts";
import { Panel } from "./store/panel.ts";
import { forgetWork } from "./store/work.ts";
import { bootAt } from "./switching.ts";

await speakAsThePage();
beginQuestion();
const root = document.getElementById("panel");
if (!root) throw new Error("the shell has no root");
const page = new AbortController();
startClock(page.signal);
followHistory(page.signal);
followDrafts(page.signal);
followFocus(page.signal);

let shown = begin(readBoot(), root);
let going: string | null = null;

effect(() => {
  const to = route.value;
  if (to.project && to.project !== shown.project && to.project !== going) void goTo(to.project, pathOf(to), root);
});

/** The panel of one project, until another one is begun. */
function begin(boot: Boot, into: HTMLElement): { project: string; leaving: AbortController } {
  const leaving = new AbortController();
  const panel = new Panel(boot);
  listenToKeys(panel, leaving.signal);
  panel.start(leaving.signal);
  panel.ringing.start(leaving.signal);
  render(
    <PanelContext.Provider key={boot.project} value={panel}>
      <App />
    </PanelContext.Provider>,
    into,
  );
  return { project: boot.project, leaving };
}

async function goTo(project: string, path: string, into: HTMLElement): Promise<void> {
  going = project;
  try {
    const boot = await bootAt(path);
    if (route.value.project !== project) return; // somewhere else by now
    shown.leaving.abort();
    forgetWork();
    departments.value = [];
    shown = begin(boot, into);
  } catch {
    location.assign(path); // signed out, or the line is away: the browser says which
  } finally {
    if (going === project) going = null;
  }
}
