"""Who answers in a project: the operators with their presence, and what visitors may know of them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from accounts.models import Member, MemberProject, Project, Role
from chat import presence, queries, shaping
from chat.shapes import OperatorShape, WidgetOperatorsShape

SHOWN_TO_VISITORS = 3


def operators_of(project: Project) -> list[Member]:
    """The active members who may enter the open project, by name."""
    enters = Exists(MemberProject.objects.filter(project=project, member=OuterRef("pk")))
    return list(Member.objects.filter(Q(limited=False) | enters, active=True).order_by("name", "id"))


def operator_shapes(project: Project) -> list[OperatorShape]:
    """Every operator with `available` (here, and not away by choice) and how many open conversations they hold."""
    here, chats = presence.here(project.pk), queries.chats_by_member()
    return [
        {
            **shaping.person_shape(member),
            "available": member.pk in here and member.available,
            "chats": chats.get(member.pk, 0),
            "role": member.role,
        }
        for member in operators_of(project)
    ]


def operators_for_visitors(project: Project) -> WidgetOperatorsShape:
    """Whether anybody can answer, and at most three of them by name."""
    here = presence.here(project.pk)
    available = [member for member in operators_of(project) if member.pk in here and member.available and member.role != Role.VIEWER]
    people = [shaping.person_shape(member) for member in available[:SHOWN_TO_VISITORS]]
    return {"online": bool(available), "people": people}
