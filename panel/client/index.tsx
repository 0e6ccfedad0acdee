/** Starts the panel in the page that templates/panel/app.html has made. */

import { render } from "preact";
import { negotiate, speak } from "../../chat/client/t.ts";
import { readBoot } from "./boot.ts";
import { startClock } from "./clock.ts";
import { listenToKeys } from "./keys.ts";
import { App } from "./parts/app.tsx";
import { PanelContext } from "./parts/context.ts";
import { followHistory } from "./route.ts";
import { Panel } from "./store/panel.ts";

/** The reader's own habits of dates and numbers, in the page's language. */
function habits(): string {
  const language = document.documentElement.lang || "en";
  const own = navigator.languages.filter((each) => each.split("-")[0] === language.split("-")[0]);
  return negotiate(own, [...own, language]);
}

speak(habits());
const root = document.getElementById("panel");
if (!root) throw new Error("the shell has no root");
const panel = new Panel(readBoot());
const leaving = new AbortController();
startClock(leaving.signal);
followHistory(leaving.signal);
listenToKeys(panel, leaving.signal);
panel.start();
render(
  <PanelContext.Provider value={panel}>
    <App />
  </PanelContext.Provider>,
  root,
);
