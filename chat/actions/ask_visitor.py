"""Ask a visitor for an address, a number or their consent: a small form inside the talk, which they may refuse."""

from __future__ import annotations

import uuid
from dataclasses import replace

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.models import Project
from chat.actions.post_message import Posted, append_slowly, line_of, posted
from chat.append import append
from chat.asks import Question
from chat.models import Conversation, Form, Message
from chat.plan import require_writing
from chat.shapes import AskedShape


def ask_visitor(actor: Actor, project: Project, conversation: Conversation, question: Question, *, client_id: uuid.UUID) -> Posted:
    """Append a form to the talk and keep who asked, when and why.

    The same `client_id` again gives the stored message. Raises Forbidden without REPLY, PlanEnded, Busy.
    """
    require(actor, Capability.REPLY, project)
    require_writing(actor, client_id)
    line = line_of(actor, project, conversation, client_id=client_id, text=question.text, kind="form")
    line = replace(line, data=dict(new_form(question)), public=True)
    answer = append([line])[0]
    if answer.outcome == "slow":
        answer = append_slowly(actor, project, conversation, line)
    result = posted(project, line, answer)
    if result.fresh:
        keep_form(actor.name, result, question)
        audit.record(actor, "conversation.asked", result.conversation, asks=list(question.asks))
    return result


def new_form(question: Question) -> AskedShape:
    """The `data` of a line that asks: a form with an id of its own."""
    data: AskedShape = {"form_id": str(uuid.uuid4()), "asks": list(question.asks), "purpose": question.purpose}
    if question.consent is not None:
        data["consent"] = question.consent
    return data


def keep_form(asked_by: str, asked: Posted, question: Question) -> None:
    """Write down who asked; nobody ('') where the widget asked by itself."""
    message: Message = asked.message
    consent = question.consent or {"version": "", "text": ""}
    Form(
        project_id=message.project_id,
        public_id=(message.data or {})["form_id"],
        conversation=asked.conversation,
        asked_by=asked_by[:120],
        asked_at=message.created_at,
        asks=list(question.asks),
        purpose=question.purpose,
        consent_version=consent["version"],
        consent_text=consent["text"],
    ).save(force_insert=True)
