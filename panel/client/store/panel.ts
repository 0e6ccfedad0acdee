/** The panel in this window: one connection, and the stores that it feeds. Parts get it from `usePanel`. */

import { batch, effect, signal, untracked } from "@preact/signals";
import type { DeliveryShape, MessageShape, PanelHelloReply, PresencePush, ProjectShape, PulseReply } from "#wire";
import { Live } from "../../../chat/client/live.ts";
import type { LiveState } from "../../../chat/client/live.ts";
import { t } from "../../../chat/client/t.ts";
import type { Frame, Reply } from "../../../chat/client/wire.ts";
import { cookie, projectApi } from "../api.ts";
import type { Api } from "../api.ts";
import { currentProject } from "../boot.ts";
import type { Boot } from "../boot.ts";
import { placeOf, rememberPlace } from "../memory.ts";
import { Ringing } from "../ring/index.ts";
import { go, route } from "../route.ts";
import { idleSeconds, watchTouches } from "../touched.ts";
import type { OperatorPush } from "../state/inbox.ts";
import { piecesOf } from "../state/mentions.ts";
import { Elsewhere } from "./elsewhere.ts";
import { FilesStore } from "./files.ts";
import { InboxStore, known } from "./inbox.ts";
import { SendMany } from "./many.ts";
import { SearchStore } from "./search.ts";
import { Threads } from "./threads.ts";
import { toast } from "./toasts.ts";
import { VisitorsStore } from "./visitors.ts";
import { HERE, Watching } from "./watching.ts";

/** How long the list waits for the first hello, so that it is not loaded twice. */
const HELLO_FIRST_MS = 700;

/** A shorter absence is nobody's business. */
const BANNER_AFTER_MS = 3_000;

/** A call is not missed in the blink of a toast. */
const MENTION_MS = 20_000;

export class Panel {
  readonly project: ProjectShape;
  readonly api: Api;
  readonly live: Live;
  readonly inbox: InboxStore;
  readonly search: SearchStore;
  readonly threads: Threads;
  readonly visitors: VisitorsStore;
  readonly elsewhere: Elsewhere;
  readonly sendMany: SendMany;
  readonly ringing: Ringing;
  readonly files: FilesStore;
  /** Owners and admins change projects. */
  readonly mayEdit: boolean;
  /** Viewers read only; the server refuses the rest as well. */
  readonly mayAct: boolean;
  readonly connection = signal<LiveState>("connecting");
  /** Away for longer than a moment: the banner shows and dots become rings. */
  readonly away = signal(false);
  /** Members looking at the open conversation, without me. */
  readonly viewers = signal<readonly string[]>([]);
  /** Counts whatever may change who waits, what is open and who is there: the live board asks again. */
  readonly moved = signal(0);
  private pulse: string | null = null;
  /** Pulses of the messages heard since the last heartbeat. */
  private readonly heard = new Set<string>();
  private watched: string | null = null;
  private readonly watching = new Watching();
  /** The answer to the present connection's hello, for other tabs that come to share it. */
  private greeting: Reply | null = null;
  /** The server asked for a newer page than this. */
  private stale = false;
  /** The last number told as read of each conversation, so that it is told once. */
  private readonly told = new Map<string, number>();
  private tabs: BroadcastChannel | null = null;
  private banner: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly boot: Boot) {
    this.project = currentProject(boot);
    this.mayEdit = ["owner", "admin"].includes(this.project.role);
    this.mayAct = this.project.role !== "viewer";
    const csrf = () => cookie(boot.csrf_cookie);
    this.api = projectApi(this.project.id, csrf);
    this.live = new Live({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/panel/`,
      doors: () => doorsOf(this.project.id, csrf),
      beside: () => import("../beside.ts"),
      sharing: {
        // Never with another member's tab: in this browser somebody else may have signed in since.
        channel: () => (this.tabs = new BroadcastChannel(`parley:panel:${this.project.id}:${boot.member.id}`)),
        greet: () => Promise.resolve(this.greeting),
        passes: (frame, tab) => this.watching.passes(frame, tab),
      },
      hello: () => ({ type: "hello", v: 1, project: this.project.id }),
      onHello: (reply) => {
        this.greeting = reply;
        void this.greeted(reply as unknown as PanelHelloReply);
      },
      // The server sends operators' shapes to operators' sockets (chat/events.py).
      onPush: (push) => this.hear(push as OperatorPush),
      onState: (state) => this.connectionIs(state),
      ping: () => ({ idle_s: idleSeconds() }),
      onPing: (reply) => this.compare(reply as unknown as PulseReply),
    });
    this.inbox = new InboxStore(this.api, boot.member.id, () => this.openConversation());
    this.threads = new Threads(this.live, `${boot.member.id}:${this.project.id}`, (reply) =>
      this.inbox.learn(reply, ({ conversation }) => known(conversation)),
    );
    this.search = new SearchStore(this.api);
    this.visitors = new VisitorsStore(this.api);
    this.elsewhere = new Elsewhere(this.api);
    this.files = new FilesStore(this.api.files, boot.files);
    this.sendMany = new SendMany(this.api, `parley:panel:many:${boot.member.id}:${this.project.id}`);
    this.ringing = new Ringing(this, boot.notices);
  }

  /** Until `leaving` aborts. */
  start(leaving: AbortSignal): void {
    this.inbox.view.value = placeOf(this.project.id).view;
    watchTouches();
    this.live.start();
    // Hello loads the list; where sockets are slow or blocked it should not wait for them.
    setTimeout(() => this.inbox.loadedAt.value || void this.inbox.load(), HELLO_FIRST_MS);
    const following = effect(() => {
      const open = this.openConversation();
      // Only the address leads here: what opening reads must not open again.
      untracked(() => this.follow(open));
    });
    const remembering = effect(() => this.remember());
    const seen = () => {
      this.readOpen();
      this.renew();
    };
    document.addEventListener("visibilitychange", seen, { signal: leaving });
    leaving.addEventListener("abort", () => {
      following();
      remembering();
      clearTimeout(this.banner);
      this.live.stop();
      this.tabs?.close(); // an open one would keep all of this panel in memory
    });
  }

  /** The conversation in the address, or null. */
  readonly openConversation = (): string | null => {
    const to = route.value;
    return to.page === "inbox" && to.project === this.project.id ? to.conversation : null;
  };

  /** Tells everyone how far the open thread is read, if anybody is looking at it. */
  readOpen(): void {
    const id = this.openConversation();
    const conversation = id ? this.inbox.conversation(id) : undefined;
    const last = id ? this.threads.feeds.value[id]?.last : undefined;
    if (!conversation || !last || document.hidden) return;
    if (conversation.unread === 0 && last <= (this.told.get(conversation.id) ?? conversation.operator_read)) return;
    this.told.set(conversation.id, last);
    this.inbox.dispatch({ type: "seen", conversation: conversation.id });
    this.live.request({ type: "read", conversation: conversation.id, number: last }).catch(() => undefined);
  }

  private hear(push: OperatorPush): void {
    if (push.type === "resync") return void this.reload();
    if (push.type === "restarting") this.stale ||= push.reload === true;
    if (push.type === "viewers") return this.seen(push.conversation, push.viewers);
    if (push.type === "message" || push.type === "conversation" || push.type === "presence") this.moved.value++;
    this.ringing.hear(push);
    batch(() => {
      this.inbox.hear(push);
      if (push.type === "message") this.threads.hear(push.message);
      if (push.type === "attachment") this.threads.fileIs(push);
      if (push.type === "delivery") this.left(push.delivery);
      if (push.type === "visitor" || push.type === "visitors") this.visitors.hear(push);
    });
    if (push.type !== "message") return;
    this.named(push.message);
    this.heard.add(`${push.conversation}:${push.message.number}`);
    if (push.conversation === this.openConversation()) this.readOpen();
  }

  /** A colleague's note that names me is said wherever I am. */
  private named({ conversation, kind, author, text }: MessageShape): void {
    const me = this.boot.member.id;
    if (kind !== "note" || author.id === me || conversation === this.openConversation()) return;
    if (!piecesOf(text, this.inbox.state.value.operators).some(({ of }) => of === me)) return;
    this.ringing.ringer.ring("mentioned");
    const open = () => go({ page: "inbox", project: this.project.id, conversation });
    toast(t("{name} mentioned you: {text}", { name: author.name, text: text.slice(0, 80) }), null, { open, ms: MENTION_MS });
  }

  private left(delivery: DeliveryShape): void {
    this.elsewhere.hear(delivery);
    this.sendMany.hear(delivery);
  }

  private async greeted(reply: PanelHelloReply): Promise<void> {
    const presence: PresencePush = { type: "presence", project: this.project.id, operators: reply.presence };
    this.inbox.dispatch(presence);
    this.watched = null;
    this.watching.clear();
    this.pulse = null;
    this.told.clear();
    this.renew();
    await this.reload();
  }

  /** Loads the newer page that the server asked for, once nobody looks and nothing is on its way. */
  private renew(): void {
    if (this.stale && document.hidden && !this.threads.pending.value.length) location.reload();
  }

  /** After a gap: load again what is shown, go on with the open thread by its number. */
  private async reload(): Promise<void> {
    const open = this.openConversation();
    this.moved.value++;
    this.watch(open);
    await Promise.all([this.inbox.load(), this.threads.reconnected(open), this.visitors.reconnected(), this.elsewhere.reconnected()]);
    this.readOpen();
  }

  /** The heartbeat names the newest line of the project: one that was never heard means that a push was lost. */
  private compare({ pulse }: PulseReply): void {
    const newest = pulse[this.project.id] ?? "";
    const lost = this.pulse !== null && newest !== this.pulse && !this.heard.has(newest);
    this.pulse = newest;
    this.heard.clear();
    if (lost) void this.reload();
  }

  private follow(open: string | null): void {
    this.viewers.value = [];
    // The lines first: frames are answered one after the other.
    const opened = open ? this.threads.open(open) : null;
    this.watch(open);
    void opened?.then(() => this.readOpen());
  }

  private watch(open: string | null): void {
    if (open === this.watched) return;
    const away: Frame = { type: "unwatch", conversation: this.watched };
    if (this.watched && this.watching.passes(away, HERE)) this.live.request(away).catch(() => undefined);
    this.watched = open;
    if (!open) return;
    const look: Frame = { type: "watch", conversation: open };
    this.watching.passes(look, HERE);
    this.live
      .request<{ viewers: string[] }>(look)
      .then(({ viewers }) => this.seen(open, viewers))
      .catch(() => undefined); // away: `greeted` watches again
  }

  private seen(conversation: string, viewers: string[]): void {
    if (conversation === this.openConversation())
      this.viewers.value = viewers.filter((each) => each !== this.boot.member.id);
  }

  private remember(): void {
    if (route.value.project !== this.project.id) return; // on the way to another one
    const conversation = route.value.page === "inbox" ? route.value.conversation : placeOf(this.project.id).conversation;
    rememberPlace(this.project.id, { view: this.inbox.view.value, conversation });
  }

  private connectionIs(state: LiveState): void {
    this.connection.value = state;
    clearTimeout(this.banner);
    if (state === "online") {
      this.away.value = false;
      return;
    }
    this.threads.outbox.offline();
    this.banner = setTimeout(() => (this.away.value = true), BANNER_AFTER_MS);
  }
}

/** The HTTP doors for networks that block sockets. */
function doorsOf(project: string, csrf: () => string) {
  return {
    framesUrl: "/api/v1/live/frames",
    feedUrl: (cursor: string | null) =>
      `/api/v1/live/feed?${new URLSearchParams({ project, wait: "20", ...(cursor ? { cursor } : {}) })}`,
    envelope: () => ({ v: 1, projects: [project] }),
    headers: () => ({ "X-CSRFToken": csrf() }),
  };
}
