"""An operator says whether they can answer now; and everybody is told who can."""

from __future__ import annotations

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Member, Project
from chat import live, people, presence
from chat.actions.route_conversation import route_soon
from chat.desk import desk_of, hours_of


def set_availability(actor: Actor, project: Project, *, available: bool) -> None:
    """Keep the choice with the member and tell everybody in the open project."""
    Member.objects.filter(pk=actor.id).update(available=available)
    announce_operators(project)
    route_soon(project)


def announce_operators(project: Project) -> None:
    """Tell operators and visitors of the open project who is here now."""
    presence.turned(project.pk, _standing(project))
    _announce(project)


def announce_who_turned(project: Project) -> None:
    """The same, where somebody came, left or sat still, or the hours began or ended, since everybody was told; then look who waits."""
    if presence.turned(project.pk, _standing(project)):
        _announce(project)
        route_soon(project)


def _announce(project: Project) -> None:
    live.announce_presence(project, people.operator_shapes(project), people.operators_for_visitors(project))


def _standing(project: Project) -> str:
    """Who answers, and whether it is open: what makes a difference to somebody who waits."""
    desk = desk_of(project)
    answering = sorted(member.pk for member in people.who_answers(project, desk))
    return f"{hours_of(desk).is_open(timezone.now())} {answering}"
