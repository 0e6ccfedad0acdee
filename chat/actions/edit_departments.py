"""Add, change and remove departments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import Conflict, Invalid
from accounts.models import Member, Project, Role
from chat import people
from chat.actions.route_conversation import route_soon
from chat.desk import DEPARTMENTS_AT_MOST, departments_of
from chat.models import Department, DepartmentMember, Way
from chat.text import clean_line

NAME, PATTERN, PATTERNS_AT_MOST = 60, 200, 20
FIELDS = ("name", "offered", "pages", "way", "members")
_PATTERN = re.compile(r"[^\s?#\[\]]+")


def add_department(actor: Actor, project: Project, /, **fields: Any) -> Department:
    """A new department. Raises Forbidden without EDIT_PROJECT, Invalid for a value that cannot be, Conflict for a name that is taken."""
    require(actor, Capability.EDIT_PROJECT, project)
    if len(departments_of(project)) >= DEPARTMENTS_AT_MOST:
        raise Conflict(f"At most {DEPARTMENTS_AT_MOST} departments.")
    department = Department(project=project)
    _change(project, department, {"name": "", **fields})
    audit.record(actor, "department.added", department, name=department.name)
    return department


def edit_department(actor: Actor, project: Project, department: Department, /, **changes: Any) -> Department:
    """Change the named fields. Raises as `add_department`."""
    require(actor, Capability.EDIT_PROJECT, project)
    _change(project, department, changes)
    audit.record(actor, "department.edited", department, name=department.name, changed=sorted(changes))
    route_soon(project)
    return department


def remove_department(actor: Actor, project: Project, department: Department) -> None:
    """No conversation goes there any more; those that are there stay, with its name. Raises Forbidden without EDIT_PROJECT."""
    require(actor, Capability.EDIT_PROJECT, project)
    department.removed_at = timezone.now()
    department.save(update_fields=["removed_at"])
    audit.record(actor, "department.removed", department, name=department.name)


def _change(project: Project, department: Department, changes: dict[str, Any]) -> None:
    cleaned = _cleaned(project, changes)
    members = cleaned.pop("members", None)
    for name, value in cleaned.items():
        setattr(department, name, value)
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError:
        raise Conflict("There is a department of this name.", fields={"name": "There is a department of this name."}) from None
    if members is not None:
        _set_members(department, members)


def _cleaned(project: Project, changes: dict[str, Any]) -> dict[str, Any]:
    """The same, fit to be stored. Raises Invalid, which says what is wrong with each."""
    wrong: dict[str, str] = {name: "There is no such field." for name in changes if name not in FIELDS}
    cleaned: dict[str, Any] = {}
    for name, value in changes.items():
        if name in FIELDS:
            try:
                cleaned[name] = _clean(project, name, value)
            except ValueError as error:
                wrong[name] = str(error)
    if wrong:
        raise Invalid(fields=wrong)
    return cleaned


def _clean(project: Project, name: str, value: Any) -> Any:
    if name == "name":
        words = masked(project, clean_line(value, NAME + 1))
        if not words or len(words) > NAME:
            raise ValueError(f"A department needs a name of at most {NAME} characters.")
        return words
    if name == "offered":
        if not isinstance(value, bool):
            raise ValueError("This is true or false.")
        return value
    if name == "way":
        if value not in ("", *Way.values):
            raise ValueError("One of {ways}, or nothing for the project’s own.".format(ways=", ".join(Way.values)))
        return value
    return _clean_pages(value) if name == "pages" else _clean_members(project, value)


def _clean_pages(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > PATTERNS_AT_MOST:
        raise ValueError(f"At most {PATTERNS_AT_MOST} addresses.")
    pages = [one.strip().removeprefix("https://").removeprefix("http://") for one in value if isinstance(one, str) and one.strip()]
    for one in pages:
        if len(one) > PATTERN or not _PATTERN.fullmatch(one):
            raise ValueError("Write addresses like /orders/* or help.example.com/*.")
    return list(dict.fromkeys(pages))


def _clean_members(project: Project, value: Any) -> list[Member]:
    """Members by their public ids, who may answer here."""
    may = {str(one.public_id): one for one in people.operators_of(project) if one.role != Role.VIEWER}
    if not isinstance(value, list) or any(not isinstance(one, str) or one not in may for one in value):
        raise ValueError("Choose operators of this project.")
    return [may[one] for one in dict.fromkeys(value)]


def _set_members(department: Department, members: Iterable[Member]) -> None:
    wanted = {member.pk for member in members}
    rows = DepartmentMember.objects.filter(department=department)
    rows.exclude(member__in=wanted).delete()
    for member in wanted - set(rows.values_list("member_id", flat=True)):
        DepartmentMember(project_id=department.project_id, department=department, member_id=member).save(force_insert=True)
