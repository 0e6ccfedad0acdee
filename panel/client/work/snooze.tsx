/** Put off: a moon in the header, and the menu that understands words. */

import { useRef } from "preact/hooks";
import type { ConversationShape } from "#wire";
import { locale, t } from "../../../chat/client/t.ts";
import { Chooser } from "../parts/chooser.tsx";
import type { Choice } from "../parts/chooser.tsx";
import { useDismiss, usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { daysOf, usualMoments, whenOf } from "../state/when.ts";
import { menu, snooze } from "../store/work.ts";
import { calledName } from "../words.ts";

interface SnoozeProps {
  conversation: ConversationShape;
}

export function SnoozeButton({ conversation }: SnoozeProps) {
  const box = useRef<HTMLSpanElement>(null);
  const open = menu.value === "snooze";
  useDismiss(box, open, () => (menu.value = null));
  if (conversation.status === "closed") return null;
  return (
    <span class="anchor" ref={box}>
      <button class="icon-btn" aria-label={t("Put off")} aria-expanded={open} onClick={() => (menu.value = open ? null : "snooze")}>
        <Icon name="snooze" />
      </button>
      {open && <SnoozeMenu conversation={conversation} />}
    </span>
  );
}

/** "Friday 10:00", and the date beside it. */
export function dayAndTime(at: Date): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "long", hour: "2-digit", minute: "2-digit" }).format(at);
}

const dateOf = (at: Date) => new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long" }).format(at);

function SnoozeMenu({ conversation }: SnoozeProps) {
  const panel = usePanel();
  const until = (at: Date | null) => () => {
    menu.value = null;
    void snooze(panel, conversation, at);
  };
  const names = { today: t("Later today"), tomorrow: t("Tomorrow"), week: t("In one week") };
  const choices = (query: string): Choice[] => {
    const now = new Date();
    const read = whenOf(query, now, daysOf(locale()));
    const named: Choice[] = read ? [{ id: "named", icon: "snooze", words: dayAndTime(read), aside: dateOf(read), take: until(read) }] : [];
    const usual = usualMoments(now).map(({ name, at }): Choice => ({ id: name, words: names[name], aside: dayAndTime(at), take: until(at) }));
    return query ? named : [...usual, { id: "reply", words: t("Until they write"), take: until(null) }];
  };
  const foot = t("A new message from {name} brings it back at once. They are not told.", { name: calledName(conversation.visitor) });
  return (
    <div class="menu" role="dialog" aria-label={t("Bring it back")}>
      <p class="menu-h">{t("Bring it back")}</p>
      <Chooser name="snooze" label={t("When")} placeholder={t("fri 10, 3h, tomorrow")} icon="clock" choices={choices} foot={foot} />
    </div>
  );
}
