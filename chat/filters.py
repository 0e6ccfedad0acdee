"""Which conversations an inbox shows: one filter for the list, its saved views and their counts. Reads only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.access import member_for
from accounts.actors import Actor
from accounts.errors import BadId, Invalid, NotFound
from accounts.models import Project
from chat.access import department_for, visitor_for
from chat.models import Conversation, ReadMark, Tag, Tagging
from chat.models.conversation import PRIORITIES

STATUSES = ("open", "snoozed", "closed")
TAGS_AT_MOST = 5
LONGEST = 100  # letters of words, and of ids
NAMES = ("status", "assignee", "department", "tag", "priority", "unread", "visitor", "q")

Rows = QuerySet[Conversation]


@dataclass
class Filter:
    """What is asked for, checked; `gone` names what is not there any more, so that nothing matches it."""

    conditions: list[Callable[[Rows], Rows]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def narrow(self, rows: Rows) -> Rows:
        if self.gone:
            return rows.none()
        for condition in self.conditions:
            rows = condition(rows)
        return rows

    def where(self, **lookups: Any) -> None:
        self.conditions.append(lambda rows: rows.filter(**lookups))

    def matching(self, condition: Any) -> None:
        self.conditions.append(lambda rows: rows.filter(condition))


def filter_of(actor: Actor, project: Project, wants: Mapping[str, Any], *, lenient: bool = False) -> Filter:
    """The filter that `wants` describes, by NAMES. Raises Invalid for a value that cannot be, NotFound for what is not there.

    `lenient`, for a saved view: what was removed since matches nothing and is named in `gone`.
    """
    made = Filter()
    for name in NAMES:
        value = wants.get(name)
        if value in (None, "", [], False):
            continue
        try:
            _READERS[name](made, actor, project, value)
        except (NotFound, BadId):
            if not lenient:
                raise
            made.gone.append(name)
    return made


def clean_wants(actor: Actor, project: Project, raw: object) -> dict[str, Any]:
    """A saved view's filter as it is kept. Raises Invalid for what is no such object, or asks for nothing."""
    if not isinstance(raw, dict):
        raise Invalid(fields={"wants": "An object with the names of the filter."})
    if unknown := set(raw) - set(NAMES):
        raise Invalid(fields=dict.fromkeys(sorted(map(str, unknown))[:10], "There is no such filter."))
    kept = {name: raw[name] for name in NAMES if raw.get(name) not in (None, "", [], False)}
    if not kept:
        raise Invalid(fields={"wants": "A view that filters nothing is the inbox itself."})
    filter_of(actor, project, kept)
    return kept


def _words(name: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or "\x00" in value:
        raise Invalid(fields={name: f"At most {LONGEST} letters."})
    return value


def _status(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    if value not in STATUSES:
        raise Invalid(fields={"status": f"One of {', '.join(STATUSES)}."})
    made.where(status=value)


def _assignee(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    wanted = _words("assignee", value)
    if wanted == "none":
        made.where(assignee__isnull=True)
    elif wanted == "me":
        made.where(assignee_id=actor.id)
    else:
        made.where(assignee=member_for(project, wanted))


def _department(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    wanted = _words("department", value)
    if wanted == "none":
        made.where(department__isnull=True)
    else:
        made.where(department=department_for(actor, project, wanted))


def _tag(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    """Names; a conversation must have each of them."""
    names = value if isinstance(value, list) else [value]
    if len(names) > TAGS_AT_MOST:
        raise Invalid(fields={"tag": f"At most {TAGS_AT_MOST} tags."})
    for name in names:
        tag = Tag.objects.filter(name__iexact=_words("tag", name)).first()
        if tag is None:  # nothing has ever had it
            made.conditions.append(lambda rows: rows.none())
        else:  # also one that was removed since: conversations keep it
            made.matching(Exists(Tagging.objects.filter(tag=tag, conversation=OuterRef("pk"))))


def _priority(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    """At least so urgent; or below it, for the low ones."""
    allowed = {str(one): one for one in PRIORITIES}
    if isinstance(value, bool) or str(value) not in allowed:
        raise Invalid(fields={"priority": f"One of {', '.join(allowed)}."})
    wanted = allowed[str(value)]
    made.matching(Q(priority__gte=wanted) if wanted > 0 else Q(priority=wanted))


def _unread(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    if value not in (True, "1", "true"):
        raise Invalid(fields={"unread": "1, or nothing."})
    marks = ReadMark.objects.filter(conversation=OuterRef("pk"), member_id=actor.id).values("seen")[:1]
    made.conditions.append(
        lambda rows: rows.exclude(status="closed").annotate(seen=Coalesce(Subquery(marks), Value(0))).filter(from_visitor__gt=F("seen"))
    )


def _visitor(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    visitor = visitor_for(actor, project, _words("visitor", value))
    if visitor is None:
        raise NotFound()
    made.where(visitor=visitor)


def _q(made: Filter, actor: Actor, project: Project, value: Any) -> None:
    words = str(value).replace("\x00", "")[:LONGEST]
    said = Q(visitor__name__icontains=words) | Q(visitor__email__icontains=words) | Q(last_text__icontains=words)
    number = re.fullmatch(r"#?([0-9]{1,9})", words.strip())
    made.matching(said | Q(number=int(number[1])) if number else said)


_READERS: dict[str, Callable[[Filter, Actor, Project, Any], None]] = {
    "status": _status,
    "assignee": _assignee,
    "department": _department,
    "tag": _tag,
    "priority": _priority,
    "unread": _unread,
    "visitor": _visitor,
    "q": _q,
}
