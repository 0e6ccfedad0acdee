"""What the panel reads across a person's projects."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.access import projects_of
from accounts.actors import Actor
from accounts.tenancy import tenant
from chat.models import Conversation
from chat.shapes import ProjectShape
from panel.commands import project_shape


def project_shapes(actors: Iterable[Actor]) -> list[ProjectShape]:
    """Every project these actors may enter, with how many people wait there."""
    shapes: list[ProjectShape] = []
    for actor in actors:
        for project in projects_of(actor):
            with tenant(project):
                waiting = Conversation.objects.filter(status="open", waiting_since__isnull=False).count()
            shapes.append({**project_shape(actor, project), "waiting": waiting})
    return shapes
