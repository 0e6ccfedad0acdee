// A project's rules on the customer's page: looks at what is so, shows the first message that fits, and hands answers to the chat.
//
// Loaded by the loader, only where a project has rules. Nothing is asked of the server before everything else fits: then the chat's own
// page is brought, says hello, and tells what only it knows.

import type { CarriedRule } from "#wire";
import type { Begun } from "../loader/begun.ts";
import type { Config } from "../loader/config.ts";
import { followPages } from "../loader/stage/pages.ts";
import { showBubble } from "./bubble.ts";
import { choose, rescues, waitOf } from "./choose.ts";
import type { Facts, LiveFacts } from "./facts.ts";
import { keep, note, remember } from "./memory.ts";
import type { Storage } from "./memory.ts";
import { deviceHere, watch } from "./watch.ts";

/** What the loader lends: `run` is what `window.parley` calls. */
interface Page {
  config: Config;
  store: Storage;
  launcher: Begun;
  run(name: string, first?: unknown, second?: unknown): void;
}

/** What the frame tells: the facts, and everything that a message is drawn with, in the visitor's language. */
export interface Told extends LiveFacts {
  person: string;
  words: { unread: string; automatic: string; dismiss: string; never: string };
}

/** A message on its way to the visitor, as the frame hears of it. */
interface Said {
  id: string;
  language: string;
  text: string;
  answers: readonly string[];
}

const LOOK_AGAIN_MS = 20_000; // for what changes by itself: the time of day, an answer that does not come
const HIDDEN_MS = 1_000;

/** Called by the loader. What the page tells the widget from now on is heard here first: events, attributes, its end. */
export function start(begun: Begun): void {
  const { config, store, say } = begun;
  const rules = new Rules({ config, store, launcher: begun, run: say });
  const { told } = begun;
  begun.told = (command) => {
    told?.(command);
    rules.told(command[0] as string, command[1], command[2]);
  };
  rules.look();
}

class Rules {
  readonly #page: Page;
  readonly #stop = new AbortController();
  readonly #events: string[] = [];
  #attributes: Record<string, unknown> = {};
  #told: Told | null = null;
  #asked = false;
  #opened = false;
  #since = performance.now();
  #address = location.href;
  #seen;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The message that stands beside the launcher now. */
  #shown: Said | null = null;
  #away = (): void => undefined;

  constructor(page: Page) {
    this.#page = page;
    const asked = new Set(this.#list.flatMap(({ c }) => c.map(([fact]) => fact)));
    this.#seen = watch(asked, this.#stop.signal, () => this.look());
    this.#opened = !page.launcher.frame.hidden;
    const on = (name: string, act: (data: never) => void): void => page.run("on", name, act);
    on("facts", (told: Told) => this.#hear(told));
    on("open", () => this.#turned());
    this.#stop.signal.addEventListener("abort", followPages(() => this.#walked()));
  }

  get #list(): readonly CarriedRule[] {
    return this.#page.config.rules?.list ?? [];
  }

  /** A command of the page's. */
  told(name: string, first: unknown, second: unknown): void {
    if (name === "track") this.#tracked(first, second);
    if (name === "set") this.#tracked(null, first);
    if (name === "identify") this.#tracked(null, (first as { data?: unknown } | undefined)?.data);
    if (name !== "destroy") return;
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.#away();
  }

  #hear(told: Told): void {
    this.#told = told;
    if (told.chatting) this.#take();
    this.look();
  }

  #turned(): void {
    this.#opened = true;
    // Whoever opens the chat by the launcher has read the message beside it.
    this.#take("opened");
    this.look();
  }

  #walked(): void {
    if (location.href === this.#address) return;
    this.#address = location.href;
    this.#since = performance.now();
    this.#seen.exit = false;
    this.#seen.scroll = 0;
    this.look();
  }

  #tracked(name: unknown, data: unknown): void {
    if (typeof name === "string") this.#events.push(name);
    if (typeof data === "object") this.#attributes = { ...this.#attributes, ...data };
    this.look();
  }

  #facts(visits: number): Facts {
    return {
      page: location.href,
      referrer: document.referrer,
      seconds: (performance.now() - this.#since) / 1000,
      scroll: this.#seen.scroll,
      exit: this.#seen.exit,
      opened: this.#opened,
      events: this.#events,
      visits,
      at: new Date(),
      zone: this.#page.config.rules?.zone ?? "UTC",
      language: document.documentElement.lang || navigator.language,
      device: deviceHere(),
      attributes: this.#attributes,
      open: !this.#page.launcher.frame.hidden,
      live: this.#told,
    };
  }

  /** Is there something to say now? */
  look(): void {
    clearTimeout(this.#timer);
    const { store, config } = this.#page;
    const memory = remember(store, Date.now());
    if (this.#stop.signal.aborted || !config.rules || !memory || memory.refused) return;
    const facts = this.#facts(memory.visits);
    // Nobody waits for an answer who has never written.
    const rules = store.get("token") ? this.#list : this.#list.filter((rule) => !rescues(rule));
    const rule = this.#shown || document.hidden ? null : choose(rules, facts, memory, config.rules);
    if (rule && this.#told) {
      if (this.#say(rule, facts)) note(store, memory, rule.id, !rescues(rule));
    } else if (rule && !this.#asked) {
      this.#asked = true;
      this.#page.run("rule", { did: "ask" });
    }
    this.#timer = setTimeout(() => this.look(), this.#nextIn(facts.seconds));
  }

  /** When the next one could fit, if nothing happens. */
  #nextIn(seconds: number): number {
    if (document.hidden) return HIDDEN_MS;
    const waits = this.#list.map((rule) => 1000 * (waitOf(rule) - seconds)).filter((ms) => ms > 0);
    return Math.min(LOOK_AGAIN_MS, ...waits);
  }

  /** False where there is no place for it just now. */
  #say(rule: CarriedRule, { open, language }: Facts): boolean {
    const { run, launcher, config } = this.#page;
    const code = language.slice(0, 2).toLowerCase();
    const own = rule.words?.[code];
    const said: Said = { id: rule.id, language: own ? code : "", text: own ?? rule.text, answers: rule.answers ?? [] };
    const tell = (did: string): boolean => {
      run("rule", { ...said, did });
      return true;
    };
    if (rescues(rule)) return tell("due");
    if (open) return tell("shown") && tell("opened");
    const { person, words } = this.#told as Told;
    const name = rule.house || !person ? config.name : person;
    const who = name === config.name ? name : `${name.trim().split(/\s+/)[0]}, ${config.name}`;
    const drawn = { ...said, who: `${who} · ${words.automatic}`, face: initials(name), words: { ...words, label: config.name } };
    const away = showBubble(launcher, drawn, {
      open: (answer) => {
        this.#take("opened", answer);
        run("open");
      },
      dismiss: () => this.#take(),
      never: () => this.#never(),
    });
    if (!away) return false;
    this.#away = away;
    this.#shown = said;
    launcher.unread?.(1, "", "");
    launcher.button.ariaLabel = words.unread;
    return tell("shown");
  }

  /** Takes the bubble away, and says what became of its message. */
  #take(did?: string, answer?: string): void {
    const said = this.#shown;
    if (!said) return;
    this.#shown = null;
    this.#away();
    this.#page.launcher.unread?.(0, "", "");
    this.#page.launcher.label?.();
    if (did) this.#page.run("rule", { ...said, did, answer });
  }

  #never(): void {
    const memory = remember(this.#page.store, Date.now());
    if (memory) keep(this.#page.store, { ...memory, refused: true });
    this.#take("refused");
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}
