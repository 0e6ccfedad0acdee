/** The live list of visitors, while the page is shown, and the visitor whose conversation is open. */

import { computed, signal } from "@preact/signals";
import type { AnswerShape, VisitorShape } from "#wire";
import type { Api } from "../api.ts";
import type { ApiError } from "../api.ts";
import { longestFirst, matches, reduceHere } from "../state/visitors.ts";
import type { Here, HereEvent } from "../state/visitors.ts";
import { asApiError } from "./inbox.ts";

type Pushed = Exclude<HereEvent, { type: "list" }>;

/** Of a crowd so many rows are drawn at first, and more for each press: the filter looks through all. */
const PAGE = 100;
/** While many move at once, what they do is drawn together, ten times a second. */
const TOGETHER_MS = 100;

export class VisitorsStore {
  readonly here = signal<Here>({});
  readonly query = signal("");
  readonly returningOnly = signal(false);
  readonly newestFirst = signal(false);
  /** How many rows are drawn at most. */
  readonly most = signal(PAGE);
  readonly loading = signal(true);
  readonly problem = signal<ApiError | null>(null);
  /** The visitor beside the open thread, with all facts; null while unknown. */
  readonly beside = signal<VisitorShape | null>(null);
  /** What a visitor gave on request; null while unknown. */
  readonly given = signal<{ of: string; answers: readonly AnswerShape[] } | null>(null);
  private looked = "";
  private shown = false;
  /** What was pushed while the list was fetched: repeated on top of it. */
  private meanwhile: Pushed[] = [];
  /** Pushes of the last moment, and the timer that ends it. The first after a quiet moment is drawn at once. */
  private moment: Pushed[] = [];
  private ends: ReturnType<typeof setTimeout> | undefined;

  readonly all = computed(() => longestFirst(this.here.value));
  readonly found = computed(() => {
    const { returningOnly, query, newestFirst } = this;
    const words = query.value.trim();
    const found = this.all.value.filter((each) => (!returningOnly.value || each.visits > 1) && (!words || matches(each, words)));
    return newestFirst.value ? found.reverse() : found;
  });
  readonly rows = computed(() => this.found.value.slice(0, this.most.value));

  constructor(private readonly api: Api) {}

  /** The page is open: load the list. Until `hide` it is loaded again after each gap. */
  async show(): Promise<void> {
    this.shown = this.loading.value = true;
    this.draw();
    this.meanwhile = [];
    try {
      const { results } = await this.api.visitorsOnline();
      this.moment = [];
      this.apply({ type: "list", visitors: results }, ...this.meanwhile);
      this.problem.value = null;
    } catch (error) {
      this.problem.value = asApiError(error);
    } finally {
      this.loading.value = false;
    }
  }

  hide(): void {
    this.shown = false;
    this.most.value = PAGE;
  }

  showMore(): void {
    this.most.value += PAGE;
  }

  async reconnected(): Promise<void> {
    const beside = this.beside.value;
    await Promise.all([this.shown ? this.show() : null, beside ? this.lookAt(beside.id) : null]);
  }

  hear(push: Pushed): void {
    if (this.loading.value) this.meanwhile.push(push);
    this.moment.push(push);
    if (this.ends === undefined) this.draw();
    const named = push.type === "visitor" ? [push.visitor] : push.here;
    const beside = named.find((each) => each.id === this.looked);
    if (beside) this.beside.value = beside;
    else if (push.type === "visitors" && this.beside.value && push.gone.includes(this.beside.value.id))
      this.beside.value = { ...this.beside.value, online: false };
  }

  /** Fetches the facts of the visitor in the open conversation. */
  async lookAt(visitor: string): Promise<void> {
    if (this.beside.value?.id !== visitor) this.beside.value = null;
    this.looked = visitor;
    const before = this.beside.value;
    try {
      const found = await this.api.visitor(visitor);
      // A later question, or what was heard meanwhile, is newer.
      if (this.looked === visitor && this.beside.value === before) this.beside.value = found;
    } catch (error) {
      this.problem.value = asApiError(error);
    }
  }

  /** Fetches what they gave on request. */
  async askGiven(visitor: string): Promise<void> {
    try {
      this.given.value = { of: visitor, answers: (await this.api.answers(visitor)).results };
    } catch (error) {
      // Nobody who only looks at the site has given anything.
      if (asApiError(error).code !== "not_found") this.problem.value = asApiError(error);
    }
  }

  private draw(): void {
    clearTimeout(this.ends);
    const { moment } = this;
    this.moment = [];
    this.ends = moment.length ? setTimeout(() => this.draw(), TOGETHER_MS) : undefined;
    if (moment.length) this.apply(...moment);
  }

  private apply(...events: HereEvent[]): void {
    this.here.value = reduceHere(this.here.value, ...events);
  }
}
