"""An operator says whether they can answer now."""

from __future__ import annotations

from accounts.actors import Actor
from accounts.models import Member, Project
from chat import live, people


def set_availability(actor: Actor, project: Project, *, available: bool) -> None:
    """Keep the choice with the member and tell everybody in the open project."""
    Member.objects.filter(pk=actor.id).update(available=available)
    announce_operators(project)


def announce_operators(project: Project) -> None:
    """Tell operators and visitors of the open project who is here now."""
    live.announce_presence(project, people.operator_shapes(project), people.operators_for_visitors(project))
