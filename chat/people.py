"""Who answers in a project: the operators with their presence, and what visitors may know of them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Member, MemberProject, Project, Role
from chat import presence, queries, shaping
from chat.desk import desk_of, hours_of, hours_shape
from chat.models import Desk
from chat.shapes import OperatorShape, WidgetOperatorsShape

SHOWN_TO_VISITORS = 3


def operators_of(project: Project) -> list[Member]:
    """The active members who may enter the open project, by name."""
    enters = Exists(MemberProject.objects.filter(project=project, member=OuterRef("pk")))
    return list(Member.objects.filter(Q(limited=False) | enters, active=True).order_by("name", "id"))


def who_answers(project: Project, desk: Desk | None = None) -> list[Member]:
    """Those who could answer a visitor now, by name: here, awake, not away by choice, and no viewers. Whatever the hours say.

    The one place that decides it: routing, notifications, rules and the widget ask here.
    """
    awake = _awake(project, desk or desk_of(project))
    return [one for one in operators_of(project) if one.pk in awake and one.available and one.role != Role.VIEWER]


def is_open(project: Project) -> bool:
    """Whether a visitor may expect an answer now: within the hours, and somebody answers."""
    desk = desk_of(project)
    return hours_of(desk).is_open(timezone.now()) and bool(who_answers(project, desk))


def _awake(project: Project, desk: Desk) -> set[int]:
    return presence.awake(project.pk, desk.away_after_min * 60)


def operator_shapes(project: Project) -> list[OperatorShape]:
    """Every operator with `available` (here and awake, and not away by choice) and how many open conversations they hold."""
    awake, chats = _awake(project, desk_of(project)), queries.chats_by_member()
    return [
        {
            **shaping.person_shape(member),
            "available": member.pk in awake and member.available,
            "chats": chats.get(member.pk, 0),
            "role": member.role,
        }
        for member in operators_of(project)
    ]


def operators_for_visitors(project: Project) -> WidgetOperatorsShape:
    """Whether anybody can answer, and at most three of them by name; nobody is online outside the hours."""
    desk = desk_of(project)
    answering = who_answers(project, desk)
    people = [shaping.person_shape(member) for member in answering[:SHOWN_TO_VISITORS]]
    if desk.week is None:
        return {"online": bool(answering), "people": people}
    hours = hours_shape(hours_of(desk), timezone.now())
    return {"online": bool(answering) and hours["open"], "people": people, "hours": hours}
