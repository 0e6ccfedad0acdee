"""How staff open a page of a customer's: the line in the customer's log is committed first, and only then are there rows."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from accounts.errors import NotFound
from accounts.models import Project, User
from accounts.staff.queries import OpenGrant, open_grant
from accounts.tenancy import account, tenant

# The columns that parley_staff may read.
PROJECT = ("id", "account_id", "public_id", "key", "slug", "name", "website", "color", "allowed_domains", "live_visitors",
           "typing_preview", "page_history", "greeting", "created_at")  # fmt: skip


@contextmanager
def opened_grant(person: User, public_id: uuid.UUID) -> Iterator[tuple[OpenGrant, list[Project]]]:
    """The grant with the projects that it is for. Raises NotFound."""
    grant = _write_line(person, public_id, page="projects")
    with account(grant.account_id):
        yield grant, list(Project.objects.only(*PROJECT).order_by("name", "id"))


@contextmanager
def opened_page(
    person: User, public_id: uuid.UUID, *, project: uuid.UUID, page: str, conversation: uuid.UUID | None = None
) -> Iterator[tuple[OpenGrant, Project]]:
    """One page of a project, inside its tenant. Raises NotFound for whatever the grant does not hold."""
    grant = _write_line(person, public_id, page=page, project=project, conversation=conversation)
    with account(grant.account_id):
        found = Project.objects.only(*PROJECT).filter(public_id=project).first()
    if found is None:  # revoked between the line and the look
        raise NotFound()
    with tenant(found):
        yield grant, found


def _write_line(
    person: User, public_id: uuid.UUID, *, page: str, project: uuid.UUID | None = None, conversation: uuid.UUID | None = None
) -> OpenGrant:
    """Have Postgres write who opens what, in a transaction of its own: what it shows depends on that line being committed."""
    grant = open_grant(public_id)
    if grant is None:
        raise NotFound()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.staff_open(%s, %s, %s, %s, %s, %s)",
            [person.pk, grant.account_id, grant.public_id, project, page, conversation],
        )
        ((opened,),) = cursor.fetchall()
    if not opened:
        raise NotFound()
    return grant
