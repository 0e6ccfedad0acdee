"""What nobody's press sets off: hours that begin or end, operators who sit still, chats that nobody takes."""

from __future__ import annotations

from django.db import connection

from accounts.access import ProjectRef
from accounts.models import Project
from accounts.tenancy import ProjectLike, tenant
from chat.actions.route_conversation import route_waiting
from chat.actions.set_availability import announce_who_turned


def look_around(ref: ProjectLike) -> None:
    """Tell everybody in a project what has turned, and give out what waits. Safe to run twice."""
    with tenant(ref):
        announce_who_turned(Project.objects.get(pk=ref.id))
    route_waiting(ref)


def projects_that_receive() -> list[ProjectRef]:
    """Projects that keep hours, or in which rounds give conversations out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id FROM public.projects_that_receive()")
        return [ProjectRef(*row) for row in cursor.fetchall()]
