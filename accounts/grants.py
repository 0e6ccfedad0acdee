"""Reads of grants inside the open account: which are open, and what staff looked at under one."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import as_uuid
from accounts.errors import NotFound
from accounts.models import Grant, Look, Project

LOOKS_SHOWN = 100


def grants_in_force() -> QuerySet[Grant]:
    """Every grant that lets staff in at this moment, newest first."""
    rows: QuerySet[Grant] = Grant.objects.filter(revoked_at=None, ends_at__gt=timezone.now())
    return rows.select_related("project", "given_by").order_by("-id")


def open_grants(project: Project | None) -> list[Grant]:
    """The ones that a new grant for `project` (None: for all of them) takes the place of."""
    return [grant for grant in grants_in_force() if grant.project_id == (project.pk if project else None)]


def grants_over(project: Project) -> list[Grant]:
    """The ones that open this project."""
    return list(grants_in_force().filter(Q(project=project) | Q(project=None)))


def grant_for(public_id: object) -> Grant:
    """A grant of the open account, whether it has ended or not. Raises NotFound."""
    found: Grant | None = Grant.objects.filter(public_id=as_uuid(public_id)).first()
    if found is None:
        raise NotFound()
    return found


def newest_looks() -> list[Look]:
    """What staff opened lately, under whichever grant, newest first."""
    return list(Look.objects.select_related("project", "grant").order_by("-id")[:LOOKS_SHOWN])
