"""Give each follower of a project's timeline what it has not seen yet, in order, by its own cursor."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.models import Project
from accounts.tenancy import tenant
from chat import later, queries
from chat.models import Follower


def catch_up(ref: ProjectRef) -> None:
    """Run every registered follower to the end of the timeline. One at a time a project: the cursor's row is the lock."""
    for name, callback in later.FOLLOWERS.items():
        while _one_step(ref, name, callback):
            pass


def _one_step(ref: ProjectRef, name: str, callback: later.Follow) -> bool:
    """One page in one transaction with the cursor: what the follower wrote and how far it came stand or fall together."""
    with tenant(ref):
        Follower.objects.get_or_create(name=name, defaults={"project_id": ref.id})
        held = Follower.objects.select_for_update(no_key=True).get(name=name)
        rows, place = queries.behind((held.txid, held.message_id), since=timezone.now())
        if not rows:
            return False
        callback(Project.objects.get(pk=ref.id), [row.pk for row in rows])
        held.txid, held.message_id = place
        held.save(update_fields=["txid", "message_id"])
        return True


def projects_to_catch_up() -> list[ProjectRef]:
    """Projects whose timeline moved within the last minutes; none while nobody follows."""
    if not later.FOLLOWERS:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id FROM public.projects_moved_since(interval '10 minutes')")
        return [ProjectRef(*row) for row in cursor.fetchall()]
