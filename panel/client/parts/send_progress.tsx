/** How far a sending of many is: a bar, those that failed by name, and the ways to stop it and to go on. */

import { useEffect, useRef } from "preact/hooks";
import { t, tn } from "../../../chat/client/t.ts";
import { counted, done, failures, nextOf } from "../state/many.ts";
import type { Many } from "../state/many.ts";
import { usePanel } from "./context.ts";
import { Icon } from "./marks.tsx";
import { close, Dialog } from "./send_dialog.tsx";

/** Said to screen readers in quarters: each single one would be noise. */
const SAID_IN = 4;

interface ProgressProps {
  many: Many;
  onClose(): void;
}

export function ManyProgress({ many, onClose }: ProgressProps) {
  const { sendMany } = usePanel();
  const [n, m] = [done(many), many.items.length];
  const { problem } = sendMany;
  return (
    <Dialog title={t("Sending to {name}", { name: many.name })} onClose={onClose} onSubmit={() => sendMany.goOn()}>
      <div class="dialog-b sends">
        <progress class="many" max={m} value={n} aria-label={t("Sending to {name}", { name: many.name })} />
        <p class="many-n" aria-hidden="true">
          <b>{t("{n} of {m}", { n, m })}</b> <small>{arrivals(many)}</small>
        </p>
        <p class="vh" role="status">
          {said(many)}
        </p>
        <Failures many={many} />
        {problem.value && (
          <p class="error" role="alert">
            {t("It stands still: {reason}", { reason: problem.value })}
          </p>
        )}
        {n === m && <p class="hint">{t("What was pressed goes on by itself now, also when it has to be tried again. The log tells how.")}</p>}
      </div>
      <Deeds many={many} />
    </Dialog>
  );
}

function arrivals(many: Many): string {
  const delivered = tn("1 delivered", "{n} delivered", counted(many, "delivered"));
  const waiting = counted(many, "queued", "sending", "waiting");
  return waiting ? `${delivered}, ${tn("1 on its way", "{n} on their way", waiting)}` : delivered;
}

function said(many: Many): string {
  const m = many.items.length;
  if (!nextOf(many)) return [t("All {m} are sent.", { m }), ...failureWords(many)].join(" ");
  const quarter = Math.floor((SAID_IN * done(many)) / m);
  return t("{percent} % are sent.", { percent: (100 * quarter) / SAID_IN });
}

function failureWords(many: Many): string[] {
  const failed = failures(many).length;
  return failed ? [tn("1 failed.", "{n} failed.", failed)] : [];
}

function Failures({ many }: { many: Many }) {
  const failed = failures(many);
  if (!failed.length) return null;
  return (
    <section class="failed">
      <h3>{tn("1 failed", "{n} failed", failed.length)}</h3>
      <ul tabIndex={0} aria-label={t("What failed")}>
        {failed.map((each) => (
          <li key={each.conversation}>
            <Icon name="alert" class="xs" />
            <span>
              <b>
                <bdi>{each.name}</bdi>
              </b>{" "}
              {each.detail || t("no answer")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Deeds({ many }: { many: Many }) {
  const { sendMany, away } = usePanel();
  const running = sendMany.running.value;
  const main = useRef<HTMLButtonElement>(null);
  // What was focused may be gone: the keyboard stays at what can be done now.
  useEffect(() => main.current?.focus(), [running]);
  if (running)
    return (
      <footer class="dialog-f">
        <span class="hint">{t("Closing stops it too")}</span>
        <button type="button" class="btn" autofocus ref={main} onClick={() => sendMany.stop()}>
          {t("Stop")}
        </button>
      </footer>
    );
  const left = nextOf(many) !== undefined;
  const refused = counted(many, "refused");
  return (
    <footer class="dialog-f">
      {!left && refused > 0 && (
        <button type="button" class="btn quiet" disabled={away.value} onClick={() => void sendMany.tryAgain()}>
          {tn("Try that one again", "Try those {n} again", refused)}
        </button>
      )}
      <button type="button" class={left ? "btn" : "btn primary"} ref={left ? null : main} onClick={close}>
        {t("Close")}
      </button>
      {left && (
        <button class="btn primary" ref={main} disabled={away.value}>
          {t("Go on")}
        </button>
      )}
    </footer>
  );
}
