/** Starts the panel in the page that templates/panel/app.html has made. */

import { render } from "preact";
import { beginQuestion } from "./asks.ts";
import { readBoot } from "./boot.ts";
import { startClock } from "./clock.ts";
import { listenToKeys } from "./keys.ts";
import { speakAsThePage } from "./language.ts";
import { App } from "./parts/app.tsx";
import { PanelContext } from "./parts/context.ts";
import { followDrafts } from "./memory.ts";
import { followHistory } from "./route.ts";
import { Panel } from "./store/panel.ts";

await speakAsThePage();
beginQuestion();
const root = document.getElementById("panel");
if (!root) throw new Error("the shell has no root");
const panel = new Panel(readBoot());
const leaving = new AbortController();
startClock(leaving.signal);
followHistory(leaving.signal);
followDrafts(leaving.signal);
listenToKeys(panel, leaving.signal);
panel.start();
panel.ringing.start(leaving.signal);
render(
  <PanelContext.Provider value={panel}>
    <App />
  </PanelContext.Provider>,
  root,
);
