/** The live list of visitors, while the page is shown, and the visitor whose conversation is open. */

import { computed, signal } from "@preact/signals";
import type { AnswerShape, VisitorShape } from "#wire";
import type { Api } from "../api.ts";
import type { ApiError } from "../api.ts";
import { longestFirst, matches, reduceHere } from "../state/visitors.ts";
import type { Here, HereEvent } from "../state/visitors.ts";
import { asApiError } from "./inbox.ts";

type Pushed = Exclude<HereEvent, { type: "list" }>;

export class VisitorsStore {
  readonly here = signal<Here>({});
  readonly query = signal("");
  readonly returningOnly = signal(false);
  readonly loading = signal(true);
  readonly problem = signal<ApiError | null>(null);
  /** The visitor beside the open thread, with all facts; null while unknown. */
  readonly beside = signal<VisitorShape | null>(null);
  /** What a visitor gave on request; null while unknown. */
  readonly given = signal<{ of: string; answers: readonly AnswerShape[] } | null>(null);
  private shown = false;
  /** What was pushed while the list was fetched: repeated on top of it. */
  private meanwhile: Pushed[] = [];

  readonly all = computed(() => longestFirst(this.here.value));
  readonly rows = computed(() =>
    this.all.value.filter(
      (each) => (!this.returningOnly.value || each.visits > 1) && matches(each, this.query.value.trim()),
    ),
  );

  constructor(private readonly api: Api) {}

  /** The page is open: load the list. Until `hide` it is loaded again after each gap. */
  async show(): Promise<void> {
    this.shown = this.loading.value = true;
    this.meanwhile = [];
    try {
      const { results } = await this.api.visitorsOnline();
      this.apply({ type: "list", visitors: results });
      for (const push of this.meanwhile) this.apply(push);
      this.problem.value = null;
    } catch (error) {
      this.problem.value = asApiError(error);
    } finally {
      this.loading.value = false;
    }
  }

  hide(): void {
    this.shown = false;
  }

  async reconnected(): Promise<void> {
    const beside = this.beside.value;
    await Promise.all([this.shown ? this.show() : null, beside ? this.lookAt(beside.id) : null]);
  }

  hear(push: Pushed): void {
    if (this.loading.value) this.meanwhile.push(push);
    this.apply(push);
    const named = push.type === "visitor" ? [push.visitor] : push.here;
    const beside = named.find((each) => each.id === this.beside.value?.id);
    if (beside) this.beside.value = beside;
    else if (push.type === "visitors" && this.beside.value && push.gone.includes(this.beside.value.id))
      this.beside.value = { ...this.beside.value, online: false };
  }

  /** Fetches the facts of the visitor in the open conversation. */
  async lookAt(visitor: string): Promise<void> {
    if (this.beside.value?.id !== visitor) this.beside.value = null;
    try {
      this.beside.value = await this.api.visitor(visitor);
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

  private apply(event: HereEvent): void {
    this.here.value = reduceHere(this.here.value, event);
  }
}
