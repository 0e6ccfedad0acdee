"""A visitor comes, walks on and leaves: live for operators, in Redis, and in no row until there is one."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from accounts.cards import masked
from accounts.models import Project
from chat import live, queries, shaping, visits
from chat.addresses import clean_address
from chat.models import Conversation, Visitor
from chat.shapes import PageShape, VisitorShape
from chat.text import clean_line
from chat.times import rfc3339
from chat.tokens import VisitorToken


def page_of(project: Project, raw: Any) -> PageShape | None:
    """A page as a frame names it, cleaned; None without an address."""
    if not isinstance(raw, dict):
        return None
    url, title = masked(project, clean_address(raw.get("url"))), masked(project, clean_line(raw.get("title"), 200))
    return {"url": url, "title": title, "at": rfc3339(timezone.now())} if url else None


def begin_visit(
    project: Project, token: VisitorToken, known: tuple[Visitor | None, Conversation | None], tab: str, hello: dict[str, Any]
) -> None:
    """Note an open tab. A row that exists counts one visit more when this begins one.

    `known` is the visitor's row and their present conversation, where there are such.
    """
    visitor, conversation = known
    if not project.live_visitors:
        return
    page = page_of(project, hello.get("page"))
    raw = hello["page"] if isinstance(hello.get("page"), dict) else {}
    meta = {
        "locale": masked(project, clean_line(hello.get("locale"), 35)),
        "device": masked(project, clean_line(hello.get("device"), 80)),
        "address": clean_line(hello.get("address"), 45),  # lets an operator keep out a network; shown to nobody, gone with the visit
        "referrer": masked(project, clean_address(raw.get("referrer"))),
        "secret_hash": token.secret_hash.hex(),  # lets an operator write first; a hash of 192 random bits
    }
    visit = visits.arrive(project.pk, token.visitor, tab, meta, page if project.page_history else None)
    if visitor is not None and visit.fresh:
        visitor.visits += 1
        visitor.last_seen_at = timezone.now()
        visitor.save(update_fields=["visits", "last_seen_at"])
    live.announce_visitors(project, [_shape(visit, visitor, conversation)])


def walk_on(project: Project, visitor_id: uuid.UUID, visitor: Visitor | None, page: PageShape) -> None:
    """The visitor opened another page; kept with their row once there is one."""
    if not project.live_visitors or not project.page_history:
        return
    visits.walk(project.pk, visitor_id, page)
    if visitor is not None:
        visit = visits.visits_of(project.pk, [visitor_id])[visitor_id]
        visitor.pages = visit.pages or [*visitor.pages, page][-visits.PAGES_KEPT :]
        visitor.last_seen_at = timezone.now()
        visitor.save(update_fields=["pages", "last_seen_at"])
    conversation = queries.present_conversation(visitor)
    live.announce_visitors(project, [live_shape(project, visitor_id, visitor, conversation)])


def end_visit(project: Project, visitor_id: uuid.UUID, tab: str) -> None:
    """A tab closed; when it was the last one, the visitor has gone."""
    if visits.leave(project.pk, visitor_id, tab):
        live.announce_visitors(project, [], [str(visitor_id)])


def sweep_visits(project: Project) -> None:
    """Say goodbye for visitors whose browsers vanished without a word."""
    gone = visits.sweep(project.pk)
    if gone:
        live.announce_visitors(project, [], [str(one) for one in gone])


def live_shape(project: Project, visitor_id: uuid.UUID, visitor: Visitor | None, conversation: Conversation | None) -> VisitorShape:
    """One visitor of the live list, with their present conversation."""
    return _shape(visits.visits_of(project.pk, [visitor_id])[visitor_id], visitor, conversation)


def _shape(visit: visits.Visit, visitor: Visitor | None, conversation: Conversation | None) -> VisitorShape:
    shown = conversation if conversation is not None and conversation.status != "closed" else None
    return shaping.visitor_shape(visit, visitor, shown, conversations=count_conversations(visitor))


def count_conversations(visitor: Visitor | None) -> int:
    return 0 if visitor is None else Conversation.objects.filter(visitor=visitor).count()
