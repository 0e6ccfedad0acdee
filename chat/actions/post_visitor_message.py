"""A visitor says something: in the open conversation, in a new one, or in one that closed a moment ago."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts.actors import Actor
from accounts.billing.access import require_open_plan
from accounts.errors import Busy
from accounts.models import Project
from chat import live
from chat.access import read_again
from chat.actions.append_activity import append_activity
from chat.actions.post_files import WithFiles, is_stored, line_with_files, put_into
from chat.actions.post_message import Posted, line_of, posted
from chat.actions.register_visitor import visitor_actor
from chat.actions.route_conversation import route_soon
from chat.actions.say_by_itself import follow_answer, say_by_itself
from chat.actions.start_conversation import start_conversation
from chat.append import Appended, Line, append
from chat.desk import department_for_page
from chat.models import Attachment, Conversation, Department, Message, Visitor
from chat.opening import Opening
from chat.plan import require_writing

REOPEN_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Start:
    """Where a conversation begins, if one does: on which page, and for whom, where its visitor has chosen."""

    page: str = ""
    department: Department | None = None


ANYWHERE = Start()


@dataclass(frozen=True)
class Words:
    """What a visitor says, under their own id for it, perhaps with files, what it answers, and where it begins a conversation."""

    client_id: uuid.UUID
    text: object
    opening: Opening | None = None
    start: Start = ANYWHERE


def post_visitor_message(
    project: Project, visitor: Visitor, *, client_id: uuid.UUID, text: object, opening: Opening | None = None
) -> Posted:
    """The same as `post_words`, of a text by itself."""
    return post_words(project, visitor, Words(client_id, text, opening))


def post_visitor_files(
    project: Project, visitor: Visitor, *, client_id: uuid.UUID, said: WithFiles, opening: Opening | None = None
) -> Posted:
    """The same with files. Raises NotFound for one that is not theirs, Conflict for one that cannot be sent (yet)."""
    return post_words(project, visitor, Words(client_id, said, opening))


def post_words(project: Project, visitor: Visitor, words: Words) -> Posted:
    """Append a visitor's text. The first one starts a conversation; to one closed within 24 hours it reopens it.

    What the widget had said by itself, and this text answers, stands before it as the bot's (`opening`). The same `client_id` again
    gives the stored message, also after a close. Raises BadText, Empty, TooLong, PlanEnded, Busy; with files also NotFound, Conflict.
    """
    actor = visitor_actor(project, visitor)
    require_writing(actor, words.client_id)
    conversation = Conversation.objects.filter(visitor=visitor).exclude(status="closed").first()
    if conversation is not None and words.opening is None and not isinstance(words.text, WithFiles):
        line = line_of(actor, project, conversation, client_id=words.client_id, text=words.text, kind="text")
        answer = append([line])[0]
        if answer.outcome != "slow":
            return posted(project, line, answer)
    return in_spite_of_races(lambda: _post_slowly(actor, project, visitor, words))


def in_spite_of_races(write: Callable[[], Posted]) -> Posted:
    """The ordinary action. Two tabs may both be starting: one of them loses the unique index and finds the other's work."""
    for _ in range(3):
        try:
            with transaction.atomic():
                return write()
        except IntegrityError:
            continue
    raise Busy()


def _post_slowly(actor: Actor, project: Project, visitor: Visitor, words: Words) -> Posted:
    conversation = conversation_to_write_in(actor, project, visitor, words)
    line, files = _line(actor, project, conversation, words)
    if words.opening is not None:
        say_by_itself(project, conversation, words.opening)
    answer: Appended = append([line], force=True)[0]
    put_into(files, answer)
    result = posted(project, line, answer)
    if result.fresh and words.opening is not None:
        follow_answer(project, result.conversation, words.opening)
        result = replace(result, conversation=read_again(result.conversation))
    if result.fresh:
        live.announce_conversation(project, result.conversation)
        route_soon(project)
    return result


def _line(actor: Actor, project: Project, conversation: Conversation, words: Words) -> tuple[Line, Sequence[Attachment]]:
    """The row to append, and the files to put into it, which are none when it is a repeat."""
    said, client_id = words.text, words.client_id
    if not isinstance(said, WithFiles):
        return line_of(actor, project, conversation, client_id=client_id, text=said, kind="text"), ()
    held = said if is_stored(actor, client_id) else said.held(actor)
    return line_with_files(actor, project, conversation, client_id=client_id, said=held), held.files


def conversation_to_write_in(actor: Actor, project: Project, visitor: Visitor, words: Words) -> Conversation:
    """The stored message's own conversation for a repeat; else the open one, a recent one reopened, or a new one."""
    Visitor.objects.select_for_update(no_key=True).get(pk=visitor.pk)  # one of this visitor's tabs at a time
    stored = Message.objects.filter(author_kind="visitor", author_id=visitor.pk, client_id=words.client_id).first()
    if stored is not None:
        return Conversation.objects.get(pk=stored.conversation_id)
    rows = Conversation.objects.select_for_update(no_key=True).filter(visitor=visitor)
    live_one: Conversation | None = rows.exclude(status="closed").first()
    if live_one is not None:
        if live_one.status == "snoozed":
            reopen(actor, project, live_one)
        return live_one
    recent: Conversation | None = rows.filter(closed_at__gte=timezone.now() - REOPEN_WITHIN).order_by("-closed_at").first()
    if recent is None:
        return start_conversation(project, visitor, department=_department_for(words))
    require_open_plan()
    reopen(actor, project, recent)
    return recent


def _department_for(words: Words) -> Department | None:
    """Whose a new conversation is: the visitor's own choice comes first, then what they answer, then the page."""
    answered = words.opening.department if words.opening is not None else None
    return words.start.department or answered or department_for_page(words.start.page)


def reopen(actor: Actor, project: Project, conversation: Conversation) -> None:
    """Open again what was closed or put off, since its visitor is back. The caller holds the row."""
    conversation.status, conversation.closed_at, conversation.snoozed_until = "open", None, None
    conversation.updated_at = timezone.now()
    conversation.save(update_fields=["status", "closed_at", "snoozed_until", "updated_at"])
    append_activity(actor, project, conversation, "reopened")
