/** What the page of reports shows: which days, of whom, and the answers of the server. */

import { batch, computed, signal } from "@preact/signals";
import type {
  DayFiguresShape,
  DepartmentFiguresShape,
  DepartmentShape,
  HourFiguresShape,
  OperatorFiguresShape,
  OperatorShape,
  ProjectFiguresShape,
  RatingsShape,
  SummaryShape,
  TagFiguresShape,
  TagShape,
  TalkFactsShape,
} from "#wire";
import { ApiError } from "../api.ts";
import type { Api, Listing } from "../api.ts";

const DAY_MS = 24 * 3600 * 1000;

export interface Only {
  department: string;
  operator: string;
  tag: string;
}

export interface Reported {
  summary: SummaryShape;
  days: DayFiguresShape[];
  hours: HourFiguresShape[];
  operators: OperatorFiguresShape[];
  departments: DepartmentFiguresShape[];
  tags: TagFiguresShape[];
  ratings: RatingsShape;
  projects: ProjectFiguresShape[];
}

export type Kind = "" | "answered" | "missed" | "waiting" | "bad";

export class ReportsStore {
  /** The last so many days; 0 for a span that was chosen by its days. */
  readonly last = signal(30);
  readonly since = signal("");
  readonly until = signal("");
  readonly only = signal<Only>({ department: "", operator: "", tag: "" });
  readonly shown = signal<Reported | null>(null);
  readonly loading = signal(false);
  readonly problem = signal<ApiError | null>(null);
  readonly choices = signal<{ departments: DepartmentShape[]; operators: OperatorShape[]; tags: TagShape[] }>({
    departments: [],
    operators: [],
    tags: [],
  });
  readonly kind = signal<Kind>("");
  readonly talks = signal<readonly TalkFactsShape[]>([]);
  readonly next = signal<string | null>(null);
  readonly query = computed(() => this.asked());
  private asking = 0;

  constructor(
    private readonly api: Api,
    private readonly many: boolean,
  ) {}

  /** The newest question counts, whichever answer comes last; what was shown stays until then. */
  async load(): Promise<void> {
    const mine = ++this.asking;
    this.loading.value = true;
    try {
      const reported = await this.all(this.query.value);
      if (mine !== this.asking) return;
      batch(() => {
        this.shown.value = reported;
        this.problem.value = null;
      });
      await this.loadTalks();
    } catch (error) {
      if (mine === this.asking) this.problem.value = asApiError(error);
    } finally {
      if (mine === this.asking) this.loading.value = false;
    }
  }

  private async all(query: string): Promise<Reported> {
    const list = async <Row>(name: string) => (await this.api.report<Listing<Row>>(name, query)).results as Row[];
    const [summary, days, hours, operators, departments, tags, ratings, projects] = await Promise.all([
      this.api.report<SummaryShape>("summary", query),
      list<DayFiguresShape>("days"),
      list<HourFiguresShape>("hours"),
      list<OperatorFiguresShape>("operators"),
      list<DepartmentFiguresShape>("departments"),
      list<TagFiguresShape>("tags"),
      this.api.report<RatingsShape>("ratings", query),
      this.many ? this.api.reportOfProjects(query) : { results: [] },
    ]);
    return { summary, days, hours, operators, departments, tags, ratings, projects: projects.results as ProjectFiguresShape[] };
  }

  /** What there is to choose from; without it the page works all the same. */
  async loadChoices(): Promise<void> {
    const [departments, operators, tags] = await Promise.all([this.api.departments(), this.api.operators(), this.api.work.tags()]).then(
      (found) => found.map((one) => one.results) as [DepartmentShape[], OperatorShape[], TagShape[]],
      () => [[], [], []] as [DepartmentShape[], OperatorShape[], TagShape[]],
    );
    this.choices.value = { departments, operators, tags };
  }

  /** The conversations behind a number; `more` goes on behind those that are shown. */
  async loadTalks(more = false): Promise<void> {
    const asked = new URLSearchParams(this.query.value);
    const kind = this.kind.value;
    if (kind) asked.set("kind", kind);
    if (more && this.next.value) asked.set("cursor", this.next.value);
    const found = await this.api.report<Listing<TalkFactsShape>>("conversations", asked.toString());
    if (kind !== this.kind.value) return;
    batch(() => {
      this.talks.value = more ? [...this.talks.value, ...found.results] : found.results;
      this.next.value = found.next;
    });
  }

  show(kind: Kind): void {
    this.kind.value = kind;
    this.loadTalks().catch((error: unknown) => (this.problem.value = asApiError(error)));
  }

  narrow(change: Partial<Only>): void {
    this.only.value = { ...this.only.value, ...change };
    void this.load();
  }

  lastDays(days: number): void {
    batch(() => {
      this.last.value = days;
      this.since.value = this.until.value = "";
    });
    void this.load();
  }

  between(since: string, until: string): void {
    batch(() => {
      this.last.value = 0;
      this.since.value = since;
      this.until.value = until;
    });
    if (since && until && since <= until) void this.load();
  }

  private asked(): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(this.only.value)) if (value) query.set(name, value);
    if (this.last.value) query.set("since", daysAgo(this.last.value - 1, this.today()));
    if (this.last.value) query.set("until", this.today());
    if (this.since.value) query.set("since", this.since.value);
    if (this.until.value) query.set("until", this.until.value);
    return query.toString();
  }

  /** By the clock of the project, as far as it is known. */
  private today(): string {
    const zone = this.shown.peek()?.summary.zone;
    return new Intl.DateTimeFormat("sv-SE", zone ? { timeZone: zone } : {}).format(new Date()); // as 2026-01-31
  }
}

function daysAgo(days: number, today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("internal", String(error), 0);
}
