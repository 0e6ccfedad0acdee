"""A visitor sends the form before a chat, or the one that stands there while nobody is here: it becomes a conversation as any other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Invalid
from accounts.models import Project
from chat import entry, live
from chat.access import department_by_id, read_again
from chat.actions.follow_visit import live_shape
from chat.actions.give_consent import NOWHERE, Origin, give_consent, require_consent
from chat.actions.post_message import Posted, line_of, posted
from chat.actions.post_visitor_message import Start, Words, conversation_to_write_in, in_spite_of_races
from chat.actions.register_visitor import name_visitor, visitor_actor
from chat.actions.route_conversation import route_soon
from chat.append import Line, append
from chat.asks import ASKS, named
from chat.desk import desk_of
from chat.models import Answer, Conversation, Desk, Form, Message, Visitor
from chat.plan import require_writing
from chat.shapes import AnsweredShape
from chat.text import clean_text


@dataclass(frozen=True)
class Entry:
    """A form as it was sent. `consent` is the version of the words that were agreed to, if they were."""

    place: entry.Place
    answers: object
    text: object
    department: object = None
    consent: object = None


def begin_conversation(project: Project, visitor: Visitor, sent: Entry, *, client_id: uuid.UUID, origin: Origin = NOWHERE) -> Posted:
    """Keep the consent first, then what was filled in, then the message, in the open conversation or in a new one: all or nothing.

    The same `client_id` again gives the stored message. Raises Invalid with what is wrong with each answer, Conflict when the words
    of consent have changed, Forbidden without a consent that is asked for, BadText, Empty, TooLong, PlanEnded, Busy.
    """
    actor = visitor_actor(project, visitor)
    require_writing(actor, client_id)
    stored = Message.objects.filter(author_kind="visitor", author_id=visitor.pk, client_id=client_id).exists()
    desk = desk_of(project)
    given = entry.Given({}, {}) if stored else _check(project, visitor, desk, sent)
    clean_text(sent.text)
    with transaction.atomic():
        if sent.consent is not None and not stored:
            give_consent(project, visitor, version=sent.consent, agreed=True, origin=origin)
        require_consent(desk, visitor)
        _fill_in(project, visitor, given)
        words = Words(client_id, sent.text, start=Start(origin.page, department_by_id(sent.department)))
        return in_spite_of_races(lambda: _write(project, visitor, given, words))


def _check(project: Project, visitor: Visitor, desk: Desk, sent: Entry) -> entry.Given:
    fields = entry.fields_of(desk, sent.place)
    given = entry.given_in(project, fields, sent.answers)
    left = entry.missing(fields, given.by_key, entry.known_of(desk, visitor))
    if left:
        raise Invalid(_("Something is not filled in."), fields=dict.fromkeys(left, _("Fill this in.")))
    return given


def _fill_in(project: Project, visitor: Visitor, given: entry.Given) -> None:
    """What they gave of themselves, in their own row; an address that the site has signed stays as it is."""
    fields = {ASKS[name].fills: value for name, value in given.known.items() if ASKS[name].fills}
    if visitor.verified:
        fields.pop("email", None)
    if fields:
        name_visitor(project, visitor, **fields)


def _write(project: Project, visitor: Visitor, given: entry.Given, words: Words) -> Posted:
    actor = visitor_actor(project, visitor)
    conversation = conversation_to_write_in(actor, project, visitor, words)
    line = line_of(actor, project, conversation, client_id=words.client_id, text=words.text, kind="text")
    # Its own id follows from the message's: sent twice, both are stored once.
    form_id = uuid.uuid5(words.client_id, "form")
    answer = _answer_line(project, conversation, visitor, given, form_id) if given else None
    if answer is not None:
        result = posted(project, answer, append([answer], force=True)[0])
        if result.fresh:
            _keep(result, given, form_id)
    result = posted(project, line, append([line], force=True)[0])
    if result.fresh:
        live.announce_conversation(project, read_again(result.conversation))
        live.announce_visitor(project, live_shape(project, visitor.public_id, visitor, result.conversation))
        route_soon(project)
    return result


def _answer_line(project: Project, conversation: Conversation, visitor: Visitor, given: entry.Given, form_id: uuid.UUID) -> Line:
    data: AnsweredShape = {"form_id": str(form_id), "answers": given.known}
    if given.own:
        data["own"] = [{"label": label, "value": value} for label, value in given.own.values()]
    # The values stand in `data` alone: the text goes wherever messages go.
    text = ", ".join([*filter(None, [named(list(given.known))]), *(label for label, _value in given.own.values())])
    return Line(project.pk, conversation.pk, "visitor", visitor.pk, uuid.uuid5(form_id, "answers"), "form", text, dict(data), public=True)


def _keep(result: Posted, given: entry.Given, form_id: uuid.UUID) -> None:
    """The same rows as an operator's request has, asked by nobody."""
    message = result.message
    form = Form(
        project_id=message.project_id,
        public_id=form_id,
        conversation=result.conversation,
        asked_by="",
        asked_at=message.created_at,
        asks=list(given.by_key),
        purpose="",
        answered_at=message.created_at,
    )
    form.save(force_insert=True)
    for ask, value in given.by_key.items():
        Answer(project_id=message.project_id, form=form, ask=ask, value=value).save(force_insert=True)
