// Email me a copy: to one's own address alone. Save a copy: a file, at once.

import type { WidgetVisitorShape } from "#wire";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../../../chat/client/t.ts";
import type { ScreenOptions } from "../home.tsx";
import type { Session } from "../session.ts";
import type { Copying, CopyStage } from "../state.ts";

const MAIL = "M3 5.5h14v9.5H3zM3.5 6l6.5 5 6.5-5";
const NEW: Copying = { of: "", stage: "", to: "" };
const DOWN = "M10 3.5v9M6 9l4 3.7L14 9M4 16.5h12";

function Drawn({ path }: { path: string }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export function Copy(options: ScreenOptions): JSX.Element {
  return (
    <>
      <ByEmail {...options} />
      <AsFile {...options} />
    </>
  );
}

function ByEmail({ state, session }: ScreenOptions): JSX.Element {
  const of = state.conversation?.id ?? "";
  const { stage, to } = state.copy?.of === of ? state.copy : NEW;
  const go = (stage: CopyStage, to = ""): void => session.store.set({ copy: { of, stage, to } });
  /** The server knows best whether it has an address: a form may have brought it, here or in another tab. */
  const send = async (address = ""): Promise<void> => {
    go("busy", address);
    const named = !address || (await isNamed(session, address));
    const sent = named && (await session.ask<{ to: string }>({ type: "transcript" }));
    if (sent) go("sent", sent.to);
    else go(address || state.visitor?.email ? "failed" : "asks", address);
  };
  if (stage === "sent")
    return (
      <p class="way told" role="status">
        <Drawn path={MAIL} />
        <span>{t("A copy is on its way to {to}", { to })}</span>
      </p>
    );
  const asks = stage === "asks" || to !== "";
  return (
    <>
      <button type="button" class="way" aria-busy={stage === "busy"} onClick={() => stage !== "busy" && void send()}>
        <Drawn path={MAIL} />
        <span>{t("Email me a copy")}</span>
      </button>
      {asks && <Address busy={stage === "busy"} send={send} />}
      {stage === "failed" && (
        <p class="problem" role="status">
          {t("This did not go through. Try again.")}
        </p>
      )}
    </>
  );
}

/** The address becomes the visitor's own: a copy goes to nobody else. */
async function isNamed(session: Session, email: string): Promise<boolean> {
  const reply = await session.ask<{ visitor: WidgetVisitorShape }>({ type: "identify", email });
  if (reply) session.store.set({ visitor: reply.visitor });
  return reply?.visitor.email === email;
}

function Address({ busy, send }: { busy: boolean; send: (address: string) => Promise<void> }): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: Event): void => {
    event.preventDefault();
    void send(new FormData(event.currentTarget as HTMLFormElement).get("email")?.toString().trim() ?? "");
  };
  return (
    <form class="copy-to" onSubmit={submit}>
      <label class="field">
        <span>{t("Your email")}</span>
        <input type="email" name="email" autocomplete="email" required ref={field} />
      </label>
      <button class="act" disabled={busy} aria-busy={busy}>
        {t("Send")}
      </button>
    </form>
  );
}

function AsFile({ state, keep, configuration }: ScreenOptions): JSX.Element {
  const [failed, fail] = useState(false);
  const save = async (form: "txt" | "html"): Promise<void> => fail(!(await isSaved(configuration.key, keep.token, state.conversation?.id, form)));
  return (
    <>
      <p class="way files">
        <Drawn path={DOWN} />
        <span>{t("Save a copy")}</span>
        <button type="button" onClick={() => void save("txt")}>
          {t("as text")}
        </button>
        <button type="button" onClick={() => void save("html")}>
          {t("as a page")}
        </button>
      </p>
      {failed && (
        <p class="problem" role="status">
          {t("This did not go through. Try again.")}
        </p>
      )}
    </>
  );
}

/** The token stands in a header: addresses end up in logs. */
async function isSaved(project: string, token: string | null, conversation: string | undefined, form: string): Promise<boolean> {
  const query = new URLSearchParams({ project, conversation: conversation ?? "", form });
  const answer = await fetch(`/w/api/transcript?${query}`, { headers: { Authorization: `Bearer ${token}` } }).catch(() => null);
  if (!answer?.ok) return false;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? `chat.${form}`;
  link.click();
  URL.revokeObjectURL(link.href);
  return true;
}
