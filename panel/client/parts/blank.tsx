/** The middle of the inbox while no conversation is open: nothing chosen, or waiting for the first visitor. */

import { t, tn } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { choose } from "../store/actions.ts";
import { elapsed, nameOf } from "../words.ts";
import { Reconnecting } from "./banner.tsx";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";

export function Blank() {
  const { inbox } = usePanel();
  const firstRun = inbox.unspoken.value && inbox.rows.value.length === 0 && inbox.state.value.counts.all === 0;
  return (
    <section class="col thread" aria-label={firstRun ? t("Start") : t("No conversation chosen")}>
      <Reconnecting />
      {firstRun ? <FirstRun /> : <NothingChosen />}
    </section>
  );
}

function NothingChosen() {
  const panel = usePanel();
  const id = panel.inbox.nextWaiting(null);
  const longest = id ? panel.inbox.conversation(id) : undefined;
  return (
    <div class="blank">
      <Icon name="chat" class="big" />
      <h1>{t("Pick a conversation")}</h1>
      {longest?.waiting_since ? (
        <>
          <p>
            {t("{name} has waited longest,", { name: nameOf(longest.visitor) })}{" "}
            <b class="waits">{elapsed(longest.waiting_since, now.value)}</b>.
          </p>
          <div class="row">
            <button class="btn primary" onClick={() => choose(panel, longest.id)}>
              {t("Open {name}", { name: nameOf(longest.visitor) })} <kbd aria-hidden="true">N</kbd>
            </button>
          </div>
        </>
      ) : (
        <Elsewhere />
      )}
      <KeysLine />
    </div>
  );
}

/** Nobody waits in this view: whoever waits in another one is a press away. */
function Elsewhere() {
  const { inbox } = usePanel();
  const { waiting } = inbox.state.value.counts;
  if (!waiting || inbox.view.value === "all") return <p>{t("Nobody is waiting for you here.")}</p>;
  return (
    <>
      <p>{tn("1 person waits, in another view.", "{n} people wait, in other views.", waiting)}</p>
      <div class="row">
        <button class="btn primary" onClick={() => void inbox.show("all")}>
          {t("Show all conversations")}
        </button>
      </div>
    </>
  );
}

function KeysLine() {
  return (
    <div class="keysline only-d">
      <span>
        <kbd>J</kbd>
        <kbd>K</kbd> {t("next, previous")}
      </span>
      <span>
        <kbd>/</kbd> {t("filter")}
      </span>
      <span>
        <kbd>?</kbd> {t("all keys")}
      </span>
    </div>
  );
}

function FirstRun() {
  const { project, mayEdit } = usePanel();
  return (
    <div class="blank">
      <span class="sonar big" aria-hidden="true" />
      <div role="status">
        <h1>{t("Waiting for your first visitor")}</h1>
      </div>
      <p>{t("As soon as somebody writes on your site, they appear here.")}</p>
      <div class="row">
        <SiteLink website={project.website} />
        <a class="btn" href={`/w/${project.key}/`} target="_blank" rel="noopener">
          <Icon name="chat" class="s" /> {t("Write to yourself as a visitor")}
        </a>
      </div>
      {mayEdit && <NextSteps project={project.id} />}
    </div>
  );
}

function NextSteps({ project }: { project: string }) {
  return (
    <ul class="todo" aria-label={t("Next steps")}>
      <li>
        <span class="done">
          <Icon name="check" class="s" />
        </span>
        <span>{t("Add the project")}</span>
        <span>{t("Done")}</span>
      </li>
      <li>
        <span>
          <Icon name="code" class="s" />
        </span>
        <b>{t("Paste the tag")}</b>
        <a class="btn soft sm" href={`/panel/${project}/install/`}>
          {t("Show the tag")}
        </a>
      </li>
    </ul>
  );
}

const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/** Where a project's website is; a name without a scheme is https, on this machine http. */
function addressOf(website: string): string | null {
  if (!website) return null;
  const spelled = /^https?:\/\//i.test(website) ? website : `${LOOPBACK.test(website) ? "http" : "https"}://${website}`;
  return URL.canParse(spelled) ? spelled : null;
}

function SiteLink({ website }: { website: string }) {
  const address = addressOf(website);
  if (!address) return null;
  return (
    <a class="btn primary" href={address} target="_blank" rel="noopener">
      <Icon name="external" class="s" /> {t("Open your site")}
    </a>
  );
}
