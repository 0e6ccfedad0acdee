// Which message would come, and why not the others? Asked of the very code that decides on the site (`widget/client/rules/choose.ts`).

import { obstacle, waitOf } from "../../widget/client/rules/choose.ts";
import type { Caps, Memory, Why } from "../../widget/client/rules/choose.ts";
import type { FactName, Facts } from "../../widget/client/rules/facts.ts";
import { withDraft } from "./draft.ts";
import type { Known } from "./draft.ts";

type Words = Record<Exclude<Why, readonly unknown[] | "private"> | "off" | "over" | "fires" | "fires_after" | "all" | "goes_to" | "behind" | "nothing", string> & {
  why_not: Record<FactName, string>;
};

interface Data {
  caps: Caps;
  zone: string;
  rules: Known[];
  words: Words;
}

interface Verdict {
  known: Known;
  look: "win" | "later" | "";
  title: string;
  reason: string;
}

const data = JSON.parse(document.getElementById("simulator")?.textContent ?? "null") as Data | null;
const field = (name: string): HTMLInputElement | null => document.querySelector<HTMLInputElement>(`#sim-${name}`);
const text = (name: string): string => field(name)?.value.trim() ?? "";
const list = (name: string): string[] => text(name).split(",").map((one) => one.trim()).filter(Boolean);

const now = field("at");
if (now && !now.value) now.value = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Draws the verdicts; with the editor's rule as it is written now. */
export function simulate(editor: HTMLFormElement | null): void {
  const place = document.querySelector("[data-fires]");
  if (!data || !place) return;
  const verdicts = judge(editor ? withDraft(data.rules, editor) : data.rules, data);
  place.replaceChildren(...verdicts.map(row));
  const said = document.querySelector("[data-fired]");
  const words = verdicts.find(({ look }) => look === "win")?.title ?? data.words.nothing;
  if (said && said.textContent !== words) said.textContent = words;
}

function judge(rules: readonly Known[], { caps, words }: Data): Verdict[] {
  const facts = factsOf();
  const memory = memoryOf();
  const why = rules.map((known) => (known.active && !known.ended ? obstacle(known.rule, facts, memory, caps) : null));
  const fits = rules.filter((known, at) => known.active && !known.ended && !why[at]);
  // The first that can come; of those that can at the same moment, the upper one.
  const winner = fits.toSorted((one, other) => waitOf(one.rule) - waitOf(other.rule))[0];
  return rules.map((known, at): Verdict => {
    const title = known.name;
    if (!known.active) return { known, look: "", title, reason: words.off };
    if (known.ended) return { known, look: "", title, reason: words.over };
    const because = why[at];
    if (because) return { known, look: "", title, reason: reasonOf(because, words) };
    if (known !== winner) return { known, look: "later", title, reason: fill(words.behind, { name: winner?.name ?? "" }) };
    const seconds = waitOf(known.rule);
    const reason = known.department ? `${words.all} ${fill(words.goes_to, { department: known.department })}` : words.all;
    return { known, look: "win", title: fill(seconds ? words.fires_after : words.fires, { name: title, seconds }), reason };
  });
}

function reasonOf(because: Why, words: Words): string {
  if (typeof because === "string" && because !== "private") return words[because];
  const [fact, , value] = (because === "private" ? ["tag"] : because) as [FactName, string, { name?: string } | null];
  return fill(words.why_not[fact] ?? "", { value: String(value ?? ""), name: value?.name ?? "" });
}

const fill = (words: string, holes: Record<string, string | number>): string =>
  words.replace(/\{(\w+)\}/g, (hole, name: string) => (name in holes ? String(holes[name]) : hole));

function factsOf(): Facts {
  const at = text("at") ? new Date(text("at")) : new Date();
  const waits = text("chat");
  return {
    page: text("page"),
    referrer: text("referrer"),
    seconds: Number(text("seconds")),
    scroll: Number(text("scroll")),
    exit: !!field("exit")?.checked,
    opened: !!field("opened")?.checked,
    events: list("events"),
    visits: Number(text("visits")),
    at,
    zone: data?.zone ?? "UTC",
    language: text("language"),
    device: text("device"),
    attributes: Object.fromEntries(list("attributes").map((one) => one.split("=").map((part) => part.trim()) as [string, string])),
    open: !!field("opened")?.checked,
    agreed: field("agreed")?.checked ?? true,
    live: {
      team: text("team") === "here" ? "here" : "away",
      country: text("country").toLowerCase() || null,
      fits: [],
      tags: list("tags"),
      chatting: waits !== "",
      since: Number(waits) > 0 ? at.getTime() - Number(waits) * 60_000 : null,
      ended: false,
    },
  };
}

function memoryOf(): Memory {
  return { shown: {}, visit: [], week: Array.from({ length: Math.min(Number(text("week")) || 0, 99) }, () => 0), refused: false };
}

function row({ look, title, reason }: Verdict, at: number): HTMLElement {
  const made = document.createElement("li");
  made.className = look === "win" ? "win" : "";
  const number = document.createElement("span");
  number.className = "n";
  number.textContent = String(at + 1);
  const mark = document.createElement("span");
  const icons = { win: "fires-icon", later: "later-icon", "": "silent-icon" };
  const icon = document.querySelector<HTMLTemplateElement>(`#${icons[look]}`)?.content.cloneNode(true);
  if (icon) mark.append(icon);
  const name = document.createElement("b");
  name.dir = "auto";
  name.textContent = title;
  const words = document.createElement("span");
  words.append(name, reason);
  made.append(number, mark, words);
  return made;
}
