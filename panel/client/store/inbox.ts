/** The inbox in this window: the reduced snapshot, what is asked of the server for it, and the filter. */

import { computed, signal } from "@preact/signals";
import type { ConversationShape } from "#wire";
import type { Api } from "../api.ts";
import { ApiError } from "../api.ts";
import { emptyInbox, reduce, rowsOf, turnOf } from "../state/inbox.ts";
import type { InboxEvent, Learned, OperatorPush, PageOf, Turn, View } from "../state/inbox.ts";
import { TURNS } from "../state/sections.ts";
import type { Wants } from "../work_api.ts";

/** A typing line disappears by itself: its "stopped" may be lost. */
const TYPING_FOR_MS = 6_000;

/** How long after the pointer's last move rows stay where they are: nothing moves under a press. */
const HOLD_MS = 700;

export interface Section {
  turn: Turn;
  rows: ConversationShape[];
  more: boolean;
}

export class InboxStore {
  readonly state;
  readonly view = signal<View>("mine");
  readonly query = signal("");
  /** The filter that is set, by the server's names. */
  readonly wants = signal<Wants>({});
  readonly loading = signal(true);
  readonly problem = signal<ApiError | null>(null);
  readonly loadedAt = signal(0);
  /** Nobody has ever written in this project: the first run. */
  readonly unspoken = signal(false);
  /** Ids that match the filter, or null without one. */
  private readonly found = signal<ReadonlySet<string> | null>(null);
  private reloads = 0;
  /** What was heard since each question that waits for its answer. */
  private readonly meanwhile = new Set<OperatorPush[]>();
  private readonly fetching = new Set<string>();
  /** The order while the pointer moves over the list; null lets rows find their places. */
  private readonly held = signal<readonly Section[] | null>(null);
  private holding: ReturnType<typeof setTimeout> | undefined;
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();

  private readonly sorted = computed(() =>
    TURNS.map((turn): Section => {
      const found = this.found.value;
      const rows = rowsOf(this.state.value, this.view.value, turn);
      return { turn, rows: found ? rows.filter((each) => found.has(each.id)) : rows, more: this.nextOf(turn) !== null };
    }),
  );

  readonly sections = computed(() => this.held.value?.map((each) => this.present(each)) ?? this.sorted.value);

  /** All shown rows in order: what J and K walk. */
  readonly rows = computed(() => this.sections.value.flatMap((section) => section.rows));

  constructor(
    private readonly api: Api,
    me: string | null,
    /** The conversation that is open, which a reload keeps. */
    private readonly open: () => string | null,
  ) {
    this.state = signal(emptyInbox(me));
  }

  dispatch(event: InboxEvent): void {
    this.state.value = reduce(this.state.value, event);
    for (const id of this.state.value.missing) void this.fetchMissing(id);
  }

  hear(push: OperatorPush): void {
    for (const heard of this.meanwhile) heard.push(push);
    this.dispatch(push);
    if (push.type === "typing" && push.conversation) this.forgetTypistLater(push.conversation, push.author.id);
  }

  /** The pointer moves over the list: rows change their words, not their places, until it rests. */
  hold(): void {
    this.held.value ??= this.sorted.value;
    clearTimeout(this.holding);
    this.holding = setTimeout(() => (this.held.value = null), HOLD_MS);
  }

  conversation(id: string) {
    return this.state.value.conversations[id];
  }

  /** Asks the server. Pushes that arrive before its answer may be newer than it: they are there to be repeated on top. */
  private async ask<Answer>(asked: Promise<Answer>, take: (answer: Answer, pushes: OperatorPush[]) => void): Promise<Answer> {
    const heard: OperatorPush[] = [];
    this.meanwhile.add(heard);
    try {
      const answer = await asked;
      take(answer, heard);
      return answer;
    } finally {
      this.meanwhile.delete(heard);
    }
  }

  /** Knows the conversations of an answer from now on. Throws what the question throws. */
  learn<Answer>(asked: Promise<Answer>, found: (answer: Answer) => Learned): Promise<Answer> {
    return this.ask(asked, (answer, pushes) => this.dispatch({ ...found(answer), pushes }));
  }

  /** Loads what the list shows, anew. */
  async load(): Promise<void> {
    const reload = (this.reloads += 1);
    const view = this.view.value;
    const asked = Promise.all([Promise.all(TURNS.map((turn) => this.pageOf(view, turn))), this.api.counts(), this.api.operators()]);
    try {
      const [pages, counts] = await this.ask(asked, ([pages, counts, { results: operators }], pushes) => {
        if (reload === this.reloads) this.dispatch({ type: "reload", pages, counts, operators, keep: this.open(), pushes });
      });
      if (reload !== this.reloads) return;
      this.problem.value = null;
      this.loadedAt.value = Date.now();
      this.unspoken.value = counts.all === 0 && (await this.isUnspoken(view, pages));
    } catch (error) {
      if (reload === this.reloads) this.problem.value = asApiError(error);
    } finally {
      if (reload === this.reloads) this.loading.value = false;
    }
  }

  async show(view: View): Promise<void> {
    if (view === this.view.value) return;
    this.view.value = view;
    this.held.value = null;
    await this.load();
  }

  async more(turn: Turn): Promise<void> {
    const cursor = this.nextOf(turn);
    if (!cursor || this.fetching.has(cursor)) return;
    this.fetching.add(cursor);
    try {
      await this.learn(this.pageOf(this.view.value, turn, { cursor }), (page) => ({ type: "page", ...page }));
    } catch (error) {
      this.problem.value = asApiError(error); // the rows that are there stay; the button asks again
    } finally {
      this.fetching.delete(cursor);
    }
  }

  /** Filters by name and last text. The rows that match are kept apart, so that the sections stay whole. */
  async search(text: string): Promise<void> {
    this.query.value = text;
    await this.find();
  }

  /** Sets the filter beside the search; an empty one shows everything. */
  async narrow(wants: Wants): Promise<void> {
    this.wants.value = wants;
    await this.find();
  }

  private async find(): Promise<void> {
    const [q, wants] = [this.query.value.trim(), this.wants.value];
    if (!q && !Object.keys(wants).length) {
      this.found.value = null;
      return;
    }
    try {
      // A filter looks everywhere: whoever asks for what is put off, or somebody else's, does not mean “mine” as well.
      const view = Object.keys(wants).length ? "all" : this.view.value;
      if (view !== this.view.value) this.view.value = view;
      const asked = Promise.all(TURNS.map((turn) => this.pageOf(view, turn, { q, wants })));
      const pages = await this.learn(asked, (pages) => known(...pages.flatMap((page) => page.results)));
      if (this.query.value.trim() !== q || this.wants.value !== wants) return;
      this.found.value = new Set(pages.flatMap((page) => page.results.map((each) => each.id)));
    } catch (error) {
      this.problem.value = asApiError(error);
    }
  }

  /** Has waited longest, of those this view shows; `after` skips the one being read. */
  nextWaiting(after: string | null): string | null {
    const waiting = this.rows.value.filter((each) => turnOf(each) === "yours" && each.id !== after);
    return waiting[0]?.id ?? null;
  }

  /** The row `step` away from the chosen one; from nowhere, the first. */
  neighbour(of: string | null, step: 1 | -1): string | null {
    const rows = this.rows.value;
    const place = rows.findIndex((each) => each.id === of);
    if (place < 0) return rows[0]?.id ?? null;
    return rows[place + step]?.id ?? null;
  }

  /** No row in this view and none done in any: one question more, asked of an empty inbox only. */
  private async isUnspoken(view: View, pages: PageOf[]): Promise<boolean> {
    if (pages.some((page) => page.results.length > 0)) return false;
    return view === "all" || (await this.pageOf("all", "done")).results.length === 0;
  }

  private present(section: Section): Section {
    return { ...section, rows: section.rows.map((each) => this.conversation(each.id) ?? each) };
  }

  private nextOf(turn: Turn): string | null {
    return this.state.value.pages[`${this.view.value}.${turn}`]?.next ?? null;
  }

  private async pageOf(view: View, turn: Turn, query: { q?: string; cursor?: string; wants?: Wants } = {}): Promise<PageOf> {
    const { results, next } = await this.api.conversations({ view, turn, ...query });
    return { view, turn, results, next };
  }

  /** A push named a conversation that we do not hold: ask for it, and for the counters that it moved. */
  private async fetchMissing(id: string): Promise<void> {
    if (this.fetching.has(id)) return;
    this.fetching.add(id);
    try {
      const asked = Promise.all([this.api.conversation(id), this.api.counts()]);
      const [, counts] = await this.learn(asked, ([conversation]) => known(conversation));
      this.dispatch({ type: "counts", counts });
    } catch {
      // Gone, or the line is: the next resync reloads everything that is shown.
    } finally {
      this.fetching.delete(id);
    }
  }

  private forgetTypistLater(conversation: string, author: string | null): void {
    const key = `${conversation} ${author}`;
    clearTimeout(this.typingTimers.get(key));
    const forget = () => this.dispatch({ type: "silent", conversation, author });
    this.typingTimers.set(key, setTimeout(forget, TYPING_FOR_MS));
  }
}

export const known = (...conversations: ConversationShape[]): Learned => ({ type: "known", conversations });

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("internal", String(error), 0);
}
