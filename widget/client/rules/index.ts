// A project's rules on the customer's page: looks at what is so, shows the first message that fits, and hands answers to the chat.
//
// Loaded by the loader, only where a project has rules. Nothing is asked of the server before everything else fits: then the chat's own
// page is brought, says hello, and tells what only it knows.

import type { CarriedRule, CarriedRules } from "#wire";
import type { Begun, Command } from "../loader/begun.ts";
import { followPages } from "../loader/stage/pages.ts";
import { showBubble } from "./bubble.ts";
import { choose, rescues, waitOf } from "./choose.ts";
import type { Facts, LiveFacts } from "./facts.ts";
import { NAME, keep, note, remember } from "./memory.ts";
import type { Storage } from "./memory.ts";
import { deviceHere, watch } from "./watch.ts";

/** What the frame tells: the facts, and everything that a message is drawn with, in the visitor's language. */
export interface Told extends LiveFacts {
  /** They have agreed to the project's words, or none are asked for. */
  agreed: boolean;
  person: string;
  theme: string;
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
  const { config, told } = begun;
  if (!config.rules) return;
  const rules = new Rules(begun, config.rules);
  const hear = (command: Command): void => rules.told(command);
  begun.told = (command) => {
    told?.(command);
    hear(command);
  };
  // What the page said before this code was there.
  begun.waiting.forEach(hear);
  rules.look();
}

class Rules {
  /** What the loader lends. */
  readonly #page: Begun;
  readonly #rules: CarriedRules;
  readonly #stop = new AbortController();
  readonly #events: string[] = [];
  #attributes: Record<string, unknown> = {};
  #told: Told | null = null;
  /** What the page's storage would keep, while they have not agreed: gone with the page. */
  #unkept: string | null = null;
  #asked = false;
  #opened = false;
  #since = performance.now();
  #address = location.href;
  #seen;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The message that stands beside the launcher now. */
  #shown: Said | null = null;
  #away = (): void => undefined;

  constructor(page: Begun, rules: CarriedRules) {
    this.#page = page;
    this.#rules = rules;
    const asked = new Set(rules.list.flatMap(({ c }) => c.map(([fact]) => fact)));
    this.#seen = watch(asked, this.#stop.signal, () => this.look());
    this.#opened = !page.frame.hidden;
    const on = (name: string, act: (data: never) => void): void => page.say("on", name, act);
    on("facts", (told: Told) => this.#hear(told));
    on("open", () => this.#turned());
    this.#stop.signal.addEventListener("abort", followPages(() => this.#walked()));
  }

  /** A command of the page's. */
  told({ 0: name, 1: first, 2: second }: Command): void {
    if (name === "track") this.#tracked(first, second);
    if (name === "set") this.#tracked(null, first);
    if (name === "identify") {
      this.#tracked(null, (first as { data?: unknown } | undefined)?.data);
      // Whoever is signed has agreed on some other day, perhaps, and nothing here says so.
      if (this.#rules.gate) this.#ask();
    }
    // The loader hears of it after this.
    if (name === "consent") setTimeout(() => this.look());
    if (name !== "destroy") return;
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.#away();
  }

  /** Things of them may be kept. A token that is kept says that they agreed once, until the server says what is so now. */
  get #agreed(): boolean {
    return !this.#rules.gate || (this.#told?.agreed ?? !!this.#page.store.get("token"));
  }

  get #store(): Storage {
    return this.#agreed ? this.#page.store : { get: () => this.#unkept, set: (_, value) => ((this.#unkept = value), true) };
  }

  #ask(): void {
    if (!this.#asked) this.#page.say("rule", { did: "ask" });
    this.#asked = true;
  }

  #hear(told: Told): void {
    const { store } = this.#page;
    const before = this.#agreed;
    this.#told = told;
    // They agree: what this page has shown is remembered from now on. They take it back: nothing is.
    if (told.agreed !== before) store.set(NAME, told.agreed ? (store.get(NAME) ?? this.#unkept) : null);
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
      zone: this.#rules.zone,
      language: document.documentElement.lang || navigator.language,
      device: deviceHere(),
      attributes: this.#attributes,
      open: !this.#page.frame.hidden,
      agreed: this.#agreed,
      live: this.#told,
    };
  }

  /** Is there something to say now? */
  look(): void {
    clearTimeout(this.#timer);
    const { list } = this.#rules;
    // The page says that they want nothing kept: also nothing is looked at until it says otherwise.
    if (!this.#page.agreed) return this.#take();
    const store = this.#store;
    const memory = remember(store, Date.now());
    if (this.#stop.signal.aborted || !memory || memory.refused) return;
    const facts = this.#facts(memory.visits);
    // Nobody waits for an answer who has never written.
    const rules = this.#page.store.get("token") ? list : list.filter((rule) => !rescues(rule));
    const rule = this.#shown || document.hidden ? null : choose(rules, facts, memory, this.#rules);
    if (rule && this.#told) {
      if (this.#say(rule, facts)) note(store, memory, rule.id, !rescues(rule));
    } else if (rule) this.#ask();
    this.#timer = setTimeout(() => this.look(), this.#nextIn(facts.seconds));
  }

  /** When the next one could fit, if nothing happens. */
  #nextIn(seconds: number): number {
    if (document.hidden) return HIDDEN_MS;
    const waits = this.#rules.list.map((rule) => 1000 * (waitOf(rule) - seconds)).filter((ms) => ms > 0);
    return Math.min(LOOK_AGAIN_MS, ...waits);
  }

  /** False where there is no place for it just now. */
  #say(rule: CarriedRule, { open, language }: Facts): boolean {
    const { say, button, unread, config } = this.#page;
    const code = language.slice(0, 2).toLowerCase();
    const own = rule.words?.[code];
    const said: Said = { id: rule.id, language: own ? code : "", text: own ?? rule.text, answers: rule.answers ?? [] };
    const tell = (did: string): boolean => {
      say("rule", { ...said, did });
      return true;
    };
    if (rescues(rule)) return tell("due");
    if (open) return tell("shown") && tell("opened");
    const { person, theme, words } = this.#told as Told;
    const name = rule.house || !person ? config.name : person;
    const who = name === config.name ? name : `${name.trim().split(/\s+/)[0]}, ${config.name}`;
    const drawn = { ...said, theme, who: `${who} · ${words.automatic}`, face: initials(name), words, label: config.name };
    const away = showBubble(this.#page, drawn, {
      open: (answer) => {
        this.#take("opened", answer);
        say("open");
      },
      dismiss: () => this.#take(),
      never: () => this.#never(),
    });
    if (!away) return false;
    this.#away = away;
    this.#shown = said;
    unread?.(1, "", "");
    button.ariaLabel = words.unread;
    return tell("shown");
  }

  /** Takes the bubble away, and says what became of its message. */
  #take(did?: string, answer?: string): void {
    const said = this.#shown;
    if (!said) return;
    this.#shown = null;
    this.#away();
    this.#page.unread?.(0, "", "");
    this.#page.label?.();
    if (did) this.#page.say("rule", { ...said, did, answer });
  }

  #never(): void {
    const store = this.#store;
    const memory = remember(store, Date.now());
    if (memory) keep(store, { ...memory, refused: true });
    this.#take("refused");
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}
