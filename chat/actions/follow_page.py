"""A page says something of its visitor: attributes, that something happened, that they agreed. Nobody has signed any of it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.cards import masked
from accounts.errors import BadFrame
from accounts.models import Project
from chat import attributes, said
from chat.access import hold
from chat.actions.append_activity import append_activity
from chat.actions.register_visitor import visitor_actor
from chat.models import Conversation, Visitor
from chat.shapes import EventShape
from chat.text import clean_line
from chat.times import rfc3339

MAX_EVENT, EVENT_DATA_AT_MOST = 60, 20


def set_attributes(project: Project, visitor_id: uuid.UUID, visitor: Visitor | None, raw: Any) -> None:
    """Keep typed values under their names; null takes one away. Raises BadFrame for what is no object."""
    if not isinstance(raw, dict):
        raise BadFrame("data is an object.")
    told = attributes.clean_attributes(project, raw)
    if visitor is None:
        said.change(project.pk, visitor_id, lambda known: {**known, "data": attributes.merged(known.get("data", {}), told)})
        return
    visitor.data = attributes.merged(visitor.data, told)
    visitor.save(update_fields=["data"])


def track_event(project: Project, visitor_id: uuid.UUID, visitor: Visitor | None, name: Any, raw: Any) -> EventShape:
    """Note that something happened on the page: in the visitor's story, and in the open conversation for operators alone.

    Raises BadFrame without a name.
    """
    word = masked(project, clean_line(name, MAX_EVENT))
    if not word:
        raise BadFrame("name is a text.")
    told = attributes.clean_attributes(project, raw, at_most=EVENT_DATA_AT_MOST)
    data = {key: value for key, value in told.items() if value is not None}
    event: EventShape = {"name": word, "data": data, "at": rfc3339(timezone.now())}
    if visitor is None:
        said.change(project.pk, visitor_id, lambda known: {**known, "events": _last([*known.get("events", []), event])})
        return event
    visitor.events = _last([*visitor.events, event])
    visitor.save(update_fields=["events"])
    talk = Conversation.objects.filter(visitor=visitor).exclude(status="closed").first()
    if talk is not None:
        append_activity(visitor_actor(project, visitor), project, hold(talk), "tracked", name=word, values=data)
    return event


def keep_consent(project: Project, visitor_id: uuid.UUID, visitor: Visitor | None, given: Any) -> None:
    """What the page says of its visitor's consent, and when it said so first. Raises BadFrame for neither yes nor no."""
    if not isinstance(given, bool):
        raise BadFrame("given is true or false.")
    now: datetime = timezone.now()
    if visitor is None:
        agreed = {"agreed": given, "agreed_at": rfc3339(now)}
        said.change(project.pk, visitor_id, lambda known: known if known.get("agreed") is given else {**known, **agreed})
    elif visitor.agreed is not given:
        visitor.agreed, visitor.agreed_at = given, now
        visitor.save(update_fields=["agreed", "agreed_at"])


def _last(events: list[EventShape]) -> list[EventShape]:
    return events[-said.EVENTS_AT_MOST :]
