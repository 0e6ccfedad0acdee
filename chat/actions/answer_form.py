"""A visitor answers what an operator asked for, or says “Not now”."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Conflict
from accounts.models import Project
from chat import live, queries
from chat.access import hold, own_form, read_again
from chat.actions.follow_visit import live_shape
from chat.actions.post_message import Posted, posted
from chat.actions.post_visitor_message import reopen
from chat.actions.register_visitor import name_visitor, visitor_actor
from chat.append import Line, append
from chat.asks import ASKS, answers_of, named
from chat.models import Answer, Conversation, Form, Message, Visitor
from chat.plan import require_writing
from chat.shapes import AnsweredShape, AskName

Given = dict[AskName, str | bool]


def answer_form(project: Project, visitor: Visitor, *, form_id: object, client_id: uuid.UUID, answers: object) -> Posted:
    """Keep what was given, once; `{}` is “Not now”. What is an address or a number becomes the visitor's own.

    The same `client_id` again gives the stored message. Raises NotFound for what was asked of anybody else, Invalid with what is
    wrong with each answer, Conflict when it was answered before, PlanEnded, Busy.
    """
    actor = visitor_actor(project, visitor)
    require_writing(actor, client_id)
    found = own_form(visitor, form_id)
    held = hold(found.conversation)
    form: Form = Form.objects.get(pk=found.pk)  # as it is now that nobody else can answer it
    given: Given = {}
    if not Message.objects.filter(author_kind="visitor", author_id=visitor.pk, client_id=client_id).exists():
        if form.answered_at is not None:
            raise Conflict(_("This was answered already."))
        given = answers_of(project, form.asks, answers)
    data: AnsweredShape = {"form_id": str(form.public_id), "answers": given}
    # The values stand in `data` alone: the text goes wherever messages go, also where answers were not selected.
    text = named(list(given)) or _("Not now")
    line = Line(project.pk, held.pk, "visitor", visitor.pk, client_id, "form", text, dict(data), public=True)
    result = posted(project, line, append([line], force=True)[0])
    if result.fresh:
        if held.status == "snoozed":
            reopen(actor, project, held)
        _keep(form, given, result.message.created_at)
        _fill_in(project, held, given)
        audit.record(actor, "conversation.answered", held, given=list(given))
        live.announce_conversation(project, read_again(held))
    return result


def _keep(form: Form, given: Given, at: datetime) -> None:
    for name, value in given.items():
        Answer(project_id=form.project_id, form=form, ask=name, value=value).save(force_insert=True)
    form.answered_at = at
    form.save(update_fields=["answered_at"])


def _fill_in(project: Project, conversation: Conversation, given: Given) -> None:
    """What they gave, in their own row: unverified, and never merged with anybody who has the same."""
    visitor = conversation.visitor
    fields = {ASKS[name].fills: value for name, value in given.items() if ASKS[name].fills}
    if visitor.verified:  # the site has signed this address: the one they gave stays an answer
        fields.pop("email", None)
    if fields:
        name_visitor(project, visitor, **fields)
        live.announce_visitor(project, live_shape(project, visitor.public_id, visitor, queries.present_conversation(visitor)))
