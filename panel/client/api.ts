/** The panel's REST calls: session cookie and CSRF header out, typed JSON or a typed error back. */

import type {
  AnswerShape,
  ArticleShape,
  AskedShape,
  ConversationShape,
  DeliveryShape,
  DepartmentShape,
  IntegrationShape,
  MailShape,
  OperatorShape,
  PreviewShape,
  ProjectFiguresShape,
  SearchShape,
  SendReply,
  VisitorShape,
} from "#wire";
import { fileDoor } from "../../chat/client/files/door.ts";
import type { Counts, Turn, View } from "./state/inbox.ts";
import { workApi } from "./work_api.ts";
import type { ConversationChange, Wants } from "./work_api.ts";

export interface Listing<Item> {
  results: Item[];
  next: string | null;
}

/** A refusal or a broken line. `code` is the contract's, or `offline` when nothing answered. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    detail: string,
    readonly status: number,
  ) {
    super(detail);
  }
}

export interface ListQuery {
  view: View;
  turn: Turn;
  q?: string;
  cursor?: string;
  wants?: Wants;
}

/** The query of a list: what is not asked for is not said. */
function asked({ view, turn, q = "", cursor = "", wants = {} }: ListQuery): URLSearchParams {
  const query = new URLSearchParams({ view, turn, q, cursor });
  for (const [name, value] of Object.entries(wants) as [string, Wants[keyof Wants]][])
    for (const each of Array.isArray(value) ? (value as readonly string[]) : [value])
      if (each) query.append(name, each === true ? "1" : String(each));
  return query;
}

export interface FirstMessage {
  visitor: string;
  client_id: string;
  text: string;
}

export interface NewForm extends Pick<AskedShape, "asks" | "purpose"> {
  client_id: string;
  consent?: string;
}

/** A press: `request_id` is made once, so that pressing again after a lost answer sends nothing twice. */
export interface Press {
  conversation: string;
  request_id: string;
  fields: readonly string[];
}

export type Api = ReturnType<typeof projectApi>;

/** Every call about one project. `csrf` returns the present token: it changes at sign-in. */
export function projectApi(project: string, csrf: () => string) {
  const base = `/api/v1/projects/${project}/`;
  const call = <Result>(path: string, method = "GET", body?: unknown) =>
    request<Result>(base + path, method, csrf, body);
  return {
    conversations: (query: ListQuery) => call<Listing<ConversationShape>>(`conversations/?${asked(query)}`),
    find: (q: string) => call<Listing<ConversationShape>>(`conversations/?${new URLSearchParams({ q })}`),
    search: (q: string, cursor = "") => call<SearchShape>(`search/?${new URLSearchParams(cursor ? { q, cursor } : { q })}`),
    counts: () => call<Counts>("conversations/counts/"),
    conversation: (id: string) => call<ConversationShape>(`conversations/${id}/`),
    change: (id: string, change: ConversationChange) =>
      call<ConversationShape>(`conversations/${id}/`, "PATCH", change),
    start: (message: FirstMessage) => call<SendReply>("conversations/", "POST", message),
    ask: (conversation: string, form: NewForm) => call<SendReply>(`conversations/${conversation}/forms/`, "POST", form),
    mail: (conversation: string, mail: string) => call<MailShape>(`conversations/${conversation}/mails/${mail}/`),
    answers: (visitor: string) => call<Listing<AnswerShape>>(`visitors/${visitor}/answers/`),
    visitor: (id: string) => call<VisitorShape>(`visitors/${id}/`),
    visitorsOnline: () => call<Listing<VisitorShape>>("visitors/online/"),
    integrations: () => call<Listing<IntegrationShape>>("integrations/"),
    deliveriesOf: (conversation: string) =>
      call<Listing<DeliveryShape>>(`deliveries/?${new URLSearchParams({ conversation })}`),
    preview: (integration: string, press: Press) =>
      call<PreviewShape>(`integrations/${integration}/preview/`, "POST", press),
    press: (integration: string, press: Press & Pick<PreviewShape, "at" | "digest">) =>
      call<DeliveryShape>(`integrations/${integration}/forwards/`, "POST", press),
    steer: (delivery: string, how: "try-now" | "cancel") => call<DeliveryShape>(`deliveries/${delivery}/${how}/`, "POST"),
    resend: (delivery: string, reason: string) => call<DeliveryShape>(`deliveries/${delivery}/resend/`, "POST", { reason }),
    departments: () => call<Listing<DepartmentShape>>("departments/"),
    articles: (q: string) => call<Listing<ArticleShape>>(`articles/${q && `?${new URLSearchParams({ q })}`}`),
    /** By its id, or by the last part of its address. */
    article: (which: string) => call<ArticleShape>(`articles/${which}/`),
    operators: () => call<Listing<OperatorShape>>("operators/"),
    everywhere: (view: View, turn: Turn) =>
      request<Listing<ConversationShape>>(`/api/v1/inbox/?${new URLSearchParams({ view, turn })}`, "GET", csrf),
    report: <Shape>(name: string, query = "") => call<Shape>(`reports/${name}/?${query}`),
    reportOfProjects: (query: string) => request<Listing<ProjectFiguresShape>>(`/api/v1/reports/projects/?${query}`, "GET", csrf),
    work: workApi(call),
    files: fileDoor({ base: `${base}files`, headers: () => ({ "X-CSRFToken": csrf() }) }),
  };
}

async function request<Result>(url: string, method: string, csrf: () => string, body?: unknown): Promise<Result> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrf();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(url, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  } catch {
    throw new ApiError("offline", "No answer from the server", 0);
  }
  if (!response.ok) throw await refusal(response);
  return (response.status === 204 ? null : await response.json()) as Result;
}

async function refusal(response: Response): Promise<ApiError> {
  // A proxy's error page is not JSON; its status still says enough.
  const answer = (await response.json().catch(() => null)) as { error?: { code?: string; detail?: string; fields?: Record<string, string> } } | null;
  const { code = `http_${response.status}`, detail = response.statusText, fields = {} } = answer?.error ?? {};
  return new ApiError(code, Object.values(fields).join(" ") || detail, response.status);
}

/** One cookie's value, or "". */
export function cookie(name: string, jar: string = document.cookie): string {
  const pair = jar.split("; ").find((each) => each.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : "";
}
