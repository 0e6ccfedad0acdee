/** The way around: the rail at a desk, the tab bar on a phone. */

import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { t } from "../../../chat/client/t.ts";
import { go, isPlainClick, pathOf, route } from "../route.ts";
import type { Route } from "../route.ts";
import { setAvailable } from "../store/actions.ts";
import { useDismiss, usePanel } from "./context.ts";
import { Avatar, Icon } from "./marks.tsx";
import { shortcutsOpen } from "./shortcuts.tsx";

interface Stop {
  icon: string;
  words: string;
  to: Route | null;
  href: string;
}

function useStops(): Stop[] {
  const { project, mayEdit } = usePanel();
  const inbox: Route = { page: "inbox", project: project.id, conversation: null };
  const visitors: Route = { page: "visitors", project: project.id };
  const reports: Route = { page: "reports", project: project.id };
  const settings = { icon: "gear", words: t("Settings"), to: null, href: mayEdit ? `/panel/${project.id}/settings/` : "/panel/settings/security/" };
  return [
    { icon: "inbox", words: t("Inbox"), to: inbox, href: pathOf(inbox) },
    { icon: "radar", words: t("Visitors"), to: visitors, href: pathOf(visitors) },
    { icon: "chart", words: t("Reports"), to: reports, href: pathOf(reports) },
    settings,
  ];
}

function follow(event: MouseEvent, to: Route | null): void {
  if (!to || !isPlainClick(event)) return;
  event.preventDefault();
  go(to);
}

function StopLink({ stop, children }: { stop: Stop; children?: preact.ComponentChildren }) {
  const current = stop.to?.page === route.value.page;
  return (
    <a href={stop.href} aria-current={current ? "page" : undefined} onClick={(event) => follow(event, stop.to)}>
      <Icon name={stop.icon} />
      <span>{stop.words}</span>
      {children}
    </a>
  );
}

function Waiting() {
  const { waiting } = usePanel().inbox.state.value.counts;
  if (waiting === 0) return null;
  return (
    <b class="waiting-count">
      {waiting}
      <span class="vh"> {t("waiting")}</span>
    </b>
  );
}

export function Rail() {
  const stops = useStops();
  return (
    <nav class="rail" aria-label={t("Main")}>
      <a class="rail-logo" href="/panel/" aria-label={t("Parley, home")}>
        <Logo />
      </a>
      <ul>
        {stops.map((stop) => (
          <li key={stop.icon}>
            <StopLink stop={stop}>{stop.icon === "inbox" && <Waiting />}</StopLink>
          </li>
        ))}
      </ul>
      <div class="rail-end">
        <button class="rail-btn" aria-label={t("Keyboard shortcuts")} onClick={() => (shortcutsOpen.value = true)}>
          <kbd>?</kbd>
        </button>
        <Me />
      </div>
    </nav>
  );
}

export function TabBar() {
  const stops = useStops();
  return (
    <nav class="tabbar" aria-label={t("Main")}>
      {stops.map((stop) => (
        <StopLink key={stop.icon} stop={stop}>
          {stop.icon === "inbox" && <Waiting />}
        </StopLink>
      ))}
    </nav>
  );
}

function Me() {
  const panel = usePanel();
  const { member } = panel.boot;
  const open = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  useDismiss(box, open.value, () => (open.value = false));
  const available = panel.inbox.state.value.operators.find((each) => each.id === member.id)?.available ?? false;
  const online = available && !panel.away.value;
  const label = online ? t("{name}, available", { name: member.name }) : t("{name}, away", { name: member.name });
  return (
    <div class="anchor" ref={box}>
      <button
        class="rail-me"
        aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        <Avatar of={member} />
        <span class="vh">{label}</span>
        <i class={online ? "presence on" : "presence"} aria-hidden="true" />
      </button>
      {open.value && <MeMenu available={available} />}
    </div>
  );
}

function MeMenu({ available }: { available: boolean }) {
  const panel = usePanel();
  const { member, account, mailbox } = panel.boot;
  return (
    <div class="menu me-menu">
      <p class="menu-h">
        <bdi>{member.name}</bdi> · <bdi>{account.name}</bdi>
      </p>
      <label class="mi">
        <span class="grow">{t("Available for new chats")}</span>
        <input
          class="switch"
          type="checkbox"
          role="switch"
          checked={available}
          onChange={(event) => setAvailable(panel, event.currentTarget.checked)}
        />
      </label>
      <hr />
      <a class="mi" href="/panel/settings/notifications/">
        {t("Notifications")}
      </a>
      {mailbox && (
        <a class="mi" href={mailbox}>
          {t("Demo mailbox")}
        </a>
      )}
      <a class="mi" href="/accounts/logout/">
        {t("Sign out")}
      </a>
    </div>
  );
}

export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
      <path
        fill-rule="evenodd"
        d="M5 2h8.7a7.3 7.3 0 0 1 0 14.6H8V20.5A1.5 1.5 0 0 1 6.5 22H5a1.5 1.5 0 0 1-1.5-1.5v-17A1.5 1.5 0 0 1 5 2zM8 6v6.6h8.2l-2.4-3.3L16.2 6z"
      />
    </svg>
  );
}
