"""Follow the timeline: begin a wait with a visitor's line, end it with the first reaction, and call whoever should hear."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Member, Project
from chat.mentions import mentioned_in
from chat.models import Conversation, Message
from chat.people import operators_of
from panel.notices import clock, queued
from panel.notices.actions.call_people import call_people, pass_over
from panel.notices.actions.end_wait import end_wait
from panel.notices.climbing import Step, next_step
from panel.notices.models import Call, Wait
from panel.notices.people import holders, passed_over
from panel.notices.queries import ladder_of
from panel.notices.reading import asks, begins_chat, gives_away, reaction
from panel.notices.words import Event

# What is older is history: a follower that is new here, or was away for long, rings for none of it.
FRESH = timedelta(minutes=10)


def follow_talks(project: Project, ids: list[int]) -> None:
    """Follow these rows, in order, inside the tenant. Safe to run twice: they stand or fall with the cursor."""
    since = clock.now() - FRESH
    rows = {row.pk: row for row in Message.objects.select_related("conversation__visitor", "conversation__department").filter(pk__in=ids)}
    talks: dict[int, list[Message]] = {}
    for row in (rows[one] for one in ids if one in rows):
        talks.setdefault(row.conversation_id, []).append(row)
    rung = [_follow(project, lines[-1].conversation, lines, fresh=lines[-1].created_at >= since) for lines in talks.values()]
    if any(rung):
        queued.ring_soon(project)


def _follow(project: Project, talk: Conversation, lines: list[Message], *, fresh: bool) -> bool:
    wait: Wait | None = Wait.objects.select_for_update(no_key=True).filter(conversation=talk, ended_at=None).first()
    asked: Message | None = None
    given: Message | None = None
    for line in lines:
        if how := reaction(line, talk):
            if wait is not None:
                end_wait(wait, how)
            wait = asked = None
        elif asks(line):
            asked = line
            wait = wait or (_begin(project, talk, line) if fresh else None)
        if gives_away(line, talk):
            given = line
    if not fresh:
        return False
    named = [line for line in lines if line.kind == Message.Kind.NOTE and not line.deleted]
    told = [call for line in named for call in _call_named(project, talk, line)]
    if asked is not None and wait is not None:
        first = wait.event == Event.NEW_CHAT and asked.number == wait.number
        event = Event.NEW_CHAT if first else Event.REPLY
        if asked.number == wait.number:  # once for each wait
            pass_over(project, talk, passed_over(project, talk), event=event, number=asked.number, wait=wait)
        return bool(call_people(project, talk, holders(project, talk), event=event, number=asked.number, wait=wait) or told)
    if given is not None:
        theirs = Member.objects.filter(pk=talk.assignee_id or 0, active=True)
        return bool(call_people(project, talk, theirs, event=Event.ASSIGNED, number=given.number, wait=wait) or told)
    return bool(told)


def _call_named(project: Project, talk: Conversation, note: Message) -> list[Call]:
    """Whom a colleague's note names. Nobody calls themselves."""
    author = note.author_id if note.author_kind == Message.AuthorKind.OPERATOR else 0
    members = [one for one in mentioned_in(note.text, operators_of(project)) if one.pk != author]
    return call_people(project, talk, members, event=Event.MENTIONED, number=note.number)


def _begin(project: Project, talk: Conversation, line: Message) -> Wait:
    """The first step of the ladder is to call at once: it is taken with the line itself."""
    event = Event.NEW_CHAT if begins_chat(line, talk) else Event.REPLY
    step = next_step(ladder_of(project), Step.PUSH, line.created_at)
    wait = Wait(project=project, conversation=talk, number=line.number, event=event, began_at=line.created_at, steps=Step.PUSH)
    wait.next_at = step[1] if step else None
    wait.save(force_insert=True)
    return wait
