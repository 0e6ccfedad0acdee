"""What a team has prepared for its work: canned replies with their variables, macros, views. Reads and shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import NotFound
from accounts.models import Project
from chat import queries
from chat.filters import filter_of
from chat.models import CannedReply, Conversation, Macro, Merge, SavedView, Tag
from chat.prepared_shapes import CannedReplyShape, MacroShape, SavedViewShape, TagShape
from chat.times import rfc3339

# What stands between {{ and }}; the browser fills it in before the reply is sent, so that its writer reads what goes out.
VARIABLES = (
    "visitor.name",
    "visitor.first_name",
    "visitor.email",
    "operator.name",
    "operator.first_name",
    "project.name",
    "conversation.number",
)
HOLE = re.compile(r"\{\{\s*([^{}|]{0,60}?)\s*(?:\|([^{}]{0,100}))?\}\}")
Row = TypeVar("Row")
COUNTED = 100  # a view counts so far: “99+” says enough, and costs the same however many there are


def mine_or_shared(actor: Actor) -> Q:
    return Q(member=None) | Q(member_id=actor.id) if actor.id else Q(member=None)


def tag_for(actor: Actor, project: Project, public_id: object) -> Tag:
    """A tag that is there now. Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    return _found(Tag.objects.filter(public_id=as_uuid(public_id), removed_at=None).first())


def canned_reply_for(actor: Actor, project: Project, public_id: object) -> CannedReply:
    """One's own, or a shared one. Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    return _found(CannedReply.objects.filter(mine_or_shared(actor), public_id=as_uuid(public_id)).first())


def macro_for(actor: Actor, project: Project, public_id: object) -> Macro:
    """Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    return _found(Macro.objects.filter(public_id=as_uuid(public_id)).first())


def saved_view_for(actor: Actor, project: Project, public_id: object) -> SavedView:
    """One's own, or a shared one. Raises NotFound; Forbidden without READ."""
    require(actor, Capability.READ, project)
    return _found(SavedView.objects.filter(mine_or_shared(actor), public_id=as_uuid(public_id)).first())


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound()
    return row


def replies_of(actor: Actor) -> QuerySet[CannedReply]:
    """One's own and everybody's, by shortcut."""
    return CannedReply.objects.filter(mine_or_shared(actor)).order_by("shortcut", "id")


def macros() -> QuerySet[Macro]:
    """All of them, by name."""
    return Macro.objects.order_by("name", "id")


def tag_shapes(rows: Iterable[Tag] | None = None) -> list[TagShape]:
    """Those that are there now, the most used first."""
    rows = Tag.objects.filter(removed_at=None).order_by("-used", "name") if rows is None else rows
    return [{"id": str(row.public_id), "name": row.name, "hue": row.hue, "used": row.used} for row in rows]


def canned_reply_shapes(rows: Iterable[CannedReply]) -> list[CannedReplyShape]:
    return [
        {
            "id": str(row.public_id),
            "shortcut": row.shortcut,
            "text": row.text,
            "own": row.member_id is not None,
            "used": row.used,
            "used_at": rfc3339(row.used_at),
        }
        for row in rows
    ]


def macro_shapes(rows: Iterable[Macro]) -> list[MacroShape]:
    return [{"id": str(row.public_id), "name": row.name, "does": row.does, "used": row.used} for row in rows]


def saved_view_shapes(actor: Actor, project: Project, rows: Iterable[SavedView]) -> list[SavedViewShape]:
    """With how many conversations are in each now, none that are done unless the view asks for them."""
    found: list[SavedViewShape] = []
    for row in rows:
        wanted = filter_of(actor, project, row.wants, lenient=True)
        talks = wanted.narrow(queries.inbox_rows(actor, view="all"))
        if "status" not in row.wants:
            talks = talks.exclude(status="closed")
        count = len(_ids(talks))
        shape = {"id": str(row.public_id), "name": row.name, "own": row.member_id is not None, "wants": row.wants}
        found.append({**shape, "count": count, "gone": wanted.gone})  # type: ignore[typeddict-item]
    return found


def _ids(talks: Any) -> list[int]:
    rows: list[int] = list(talks.values_list("pk", flat=True).order_by()[:COUNTED])
    return rows


def merged_with(conversation: Conversation) -> list[Conversation]:
    """The conversations that are read with this one."""
    pks = Merge.objects.filter(into=conversation, undone_at=None).values_list("conversation_id", flat=True)
    return list(Conversation.objects.select_related("visitor").filter(pk__in=pks).order_by("-id"))
