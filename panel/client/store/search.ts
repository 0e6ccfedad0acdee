/** Search over messages of any age, while something stands in the list's field: what was found, and the next page. */

import { signal } from "@preact/signals";
import type { FoundMessageShape, FoundVisitorShape } from "#wire";
import type { Api, ApiError } from "../api.ts";
import { asApiError } from "./inbox.ts";

/** A single letter begins half of all words. */
const SHORTEST = 2;

export class SearchStore {
  readonly messages = signal<readonly FoundMessageShape[]>([]);
  readonly people = signal<readonly FoundVisitorShape[]>([]);
  readonly next = signal<string | null>(null);
  readonly loading = signal(false);
  readonly problem = signal<ApiError | null>(null);
  /** What the present findings answer; empty while nothing is asked. */
  readonly asked = signal("");
  private wanted = "";

  constructor(private readonly api: Api) {}

  /** Asks anew. An answer that is overtaken by the next question is dropped. */
  async ask(question: string): Promise<void> {
    const q = question.trim();
    this.wanted = q;
    this.problem.value = null;
    if (q.length < SHORTEST) return this.clear();
    this.loading.value = true;
    try {
      const found = await this.api.search(q);
      if (this.wanted !== q) return;
      this.messages.value = found.results;
      this.people.value = found.visitors;
      this.next.value = found.next;
      this.asked.value = q;
    } catch (error) {
      if (this.wanted === q) this.problem.value = asApiError(error);
    } finally {
      if (this.wanted === q) this.loading.value = false;
    }
  }

  async more(): Promise<void> {
    const { value: cursor } = this.next;
    const q = this.asked.value;
    if (!cursor || this.loading.value) return;
    this.loading.value = true;
    try {
      const found = await this.api.search(q, cursor);
      if (this.asked.value !== q || this.next.value !== cursor) return;
      this.messages.value = [...this.messages.value, ...found.results];
      this.next.value = found.next;
    } catch (error) {
      this.problem.value = asApiError(error);
    } finally {
      this.loading.value = false;
    }
  }

  private clear(): void {
    this.messages.value = [];
    this.people.value = [];
    this.next.value = null;
    this.asked.value = "";
    this.loading.value = false;
  }
}
