"""Which projects somebody is limited to, checked before it is written."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.access import as_uuid
from accounts.actors import Actor
from accounts.errors import Invalid, NotFound
from accounts.models import Member, MemberProject, Project, Role

LIMITABLE = (Role.OPERATOR, Role.VIEWER)


def clean_role(raw: object) -> Role:
    """A role by its name. Raises Invalid."""
    if not isinstance(raw, str) or raw not in Role.values:
        raise Invalid(fields={"role": _("One of owner, admin, operator, viewer.")})
    return Role(raw)


def clean_limits(actor: Actor, role: Role, raw: object) -> list[int] | None:
    """The internal ids of the projects with these public ids, None for all of the account.

    Raises Invalid for projects that the actor may not enter or that are not there, for an empty list (that would be nothing
    at all), and for a limit on somebody who manages the whole account.
    """
    if raw is None:
        return None
    if role not in LIMITABLE:
        raise Invalid(fields={"projects": _("Owners and admins have all projects.")})
    if not isinstance(raw, list) or not raw:
        raise Invalid(fields={"projects": _("A list of at least one project, or null for all.")})
    try:
        wanted = {as_uuid(one) for one in raw}
    except NotFound:
        wanted = set()
    found = [row.pk for row in Project.objects.filter(public_id__in=wanted).order_by("pk") if actor.may_enter(row.pk)]
    if not wanted or len(found) != len(wanted):
        raise Invalid(fields={"projects": _("There is no such project.")})
    return found


def write_limits(member: Member, projects: Collection[int] | None) -> None:
    """Limit a member to projects of the open account, or to nothing. Projects that have gone since are left out."""
    member.limited = projects is not None
    member.save(update_fields=["limited"])
    MemberProject.objects.filter(member=member).delete()
    for project in Project.objects.filter(pk__in=projects or []).order_by("pk"):
        MemberProject(account_id=member.account_id, member=member, project=project).save(force_insert=True)
