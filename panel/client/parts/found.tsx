/** What the search found below the conversations that match: people, and messages of any age with their hits marked. */

import { useRef } from "preact/hooks";
import type { FoundMessageShape, FoundVisitorShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { now } from "../clock.ts";
import { isPlainClick, pathOf } from "../route.ts";
import { choose } from "../store/actions.ts";
import { nameOf, shortTime } from "../words.ts";
import { usePanel } from "./context.ts";
import { Avatar, Icon } from "./marks.tsx";
import { useWhenSeen } from "./near.ts";

export function Found() {
  const { search } = usePanel();
  const { value: asked } = search.asked;
  const { value: messages } = search.messages;
  const people = search.people.value.filter((each) => each.conversation);
  if (search.problem.value) return <Problem />;
  if (!asked) return null;
  return (
    <>
      {people.length > 0 && (
        <>
          <h2 class="turn">{t("People")}</h2>
          <ul>
            {people.map((each) => (
              <Person key={each.id} person={each} />
            ))}
          </ul>
        </>
      )}
      <h2 class="turn">
        {t("In messages")} <span>{t("newest first")}</span>
      </h2>
      {messages.length === 0 && <p class="found-none">{t("No message holds these words.")}</p>}
      <ul aria-busy={search.loading.value}>
        {messages.map((each) => (
          <Message key={`${each.conversation} ${each.number}`} found={each} />
        ))}
      </ul>
      {search.next.value && <More />}
    </>
  );
}

function Person({ person }: { person: FoundVisitorShape }) {
  return (
    <Opening conversation={person.conversation ?? ""} number={null}>
      <Avatar of={person} size="md" />
      <div>
        <div class="l1">
          <b>
            <bdi>{nameOf(person)}</bdi>
          </b>
        </div>
        <div class="l2">
          <span class="last">{person.email}</span>
        </div>
      </div>
    </Opening>
  );
}

function Message({ found }: { found: FoundMessageShape }) {
  const { author, visitor } = found;
  return (
    <Opening conversation={found.conversation} number={found.number}>
      <Avatar of={visitor} size="md" />
      <div>
        <div class="l1">
          <b>
            <bdi>{nameOf(visitor)}</bdi>
          </b>
          <time dateTime={found.created_at}>{shortTime(found.created_at, now.value)}</time>
        </div>
        <p class="snippet" dir="auto">
          {found.kind === "note" && <Icon name="lock" class="xs" />}
          {author.kind !== "visitor" && author.name && <span class="by">{author.name}: </span>}
          {found.snippet.map((piece, place) => (piece.hit ? <mark key={place}>{piece.text}</mark> : piece.text))}
        </p>
      </div>
    </Opening>
  );
}

interface OpeningProps {
  conversation: string;
  number: number | null;
  children: preact.ComponentChildren;
}

/** A link to a conversation, at one of its messages. */
function Opening({ conversation, number, children }: OpeningProps) {
  const panel = usePanel();
  const open = (event: MouseEvent) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    panel.threads.wanted.value = number === null ? null : { conversation, number };
    choose(panel, conversation);
  };
  return (
    <li>
      <a class="conv found" href={pathOf({ page: "inbox", project: panel.project.id, conversation })} onClick={open}>
        {children}
      </a>
    </li>
  );
}

function More() {
  const { search } = usePanel();
  const button = useRef<HTMLButtonElement>(null);
  useWhenSeen(button, () => void search.more());
  return (
    <button class="btn quiet sm wide" ref={button} onClick={() => void search.more()}>
      {t("Show more")}
    </button>
  );
}

function Problem() {
  const { search, inbox } = usePanel();
  return (
    <div class="empty" role="status">
      <Icon name="alert" />
      <h3>{t("The search did not answer")}</h3>
      <p>{search.problem.value?.message}</p>
      <button class="btn" onClick={() => void search.ask(inbox.query.value)}>
        {t("Try again")}
      </button>
    </div>
  );
}
