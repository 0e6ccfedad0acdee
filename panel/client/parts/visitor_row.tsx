/** One visitor of the live list. */

import type { VisitorShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { isPlainClick, pathOf } from "../route.ts";
import type { Route } from "../route.ts";
import { choose } from "../store/actions.ts";
import { elapsed, nameOf, pathIn } from "../words.ts";
import { usePanel } from "./context.ts";
import { Icon, VisitorAvatar } from "./marks.tsx";
import { history, originOf } from "./visitor.tsx";

interface RowProps {
  visitor: VisitorShape;
  /** The same function each time: a row is drawn again only where its visitor is another object. */
  onStart(visitor: VisitorShape): void;
}

export function VisitorRow({ visitor, onStart }: RowProps) {
  const panel = usePanel();
  return (
    <tr>
      <td>
        <div class="who">
          <VisitorAvatar of={visitor} size="md" online={visitor.online && !panel.away.value} />
          <div>
            <bdi>{nameOf(visitor)}</bdi>
            <span class="sub2">{history(visitor)}</span>
          </div>
        </div>
      </td>
      <LookingAt visitor={visitor} />
      <td>
        <bdi>{originOf(visitor.referrer)}</bdi>
      </td>
      <td class="num">{visitor.pages.length}</td>
      <td class="num">{visitor.here_since ? elapsed(visitor.here_since, now.value) : ""}</td>
      <td>{visitor.device}</td>
      <td class="end">
        {visitor.conversation ? <OpenChat conversation={visitor.conversation} /> : <StartButton onStart={() => onStart(visitor)} />}
      </td>
    </tr>
  );
}

function LookingAt({ visitor }: { visitor: VisitorShape }) {
  const page = visitor.pages.at(-1);
  const waits = visitor.waiting_since;
  return (
    <td>
      {page && <bdi>{page.title || pathIn(page.url)}</bdi>}
      {waits ? (
        <span class="sub2 w">{waitingWords(elapsed(waits, now.value), visitor.typing)}</span>
      ) : (
        page && <span class="sub2">{t("{time} on this page", { time: elapsed(page.at, now.value) })}</span>
      )}
    </td>
  );
}

function waitingWords(time: string, typing: boolean): string {
  return typing ? t("waiting {time} for you, typing", { time }) : t("waiting {time} for you", { time });
}

function OpenChat({ conversation }: { conversation: string }) {
  const panel = usePanel();
  const to: Route = { page: "inbox", project: panel.project.id, conversation };
  const open = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    choose(panel, conversation);
  };
  return (
    <a class="btn sm" href={pathOf(to)} onClick={open}>
      {t("Open chat")}
    </a>
  );
}

function StartButton({ onStart }: { onStart(): void }) {
  if (!usePanel().mayAct) return null;
  return (
    <button class="btn sm" onClick={onStart}>
      <Icon name="chat" class="s" /> {t("Start chat")}
    </button>
  );
}
