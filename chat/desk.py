"""Reads of how a project receives people: its hours now, its departments, and what visitors' browsers need of both."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from django.utils import timezone

from accounts.models import Member, Project
from chat import shaping
from chat.hours import Hours, day_of, days_of
from chat.models import Department, DepartmentMember, Desk, SpecialDay, Way
from chat.shapes import DepartmentShape, HoursShape
from chat.times import rfc3339

DEPARTMENTS_AT_MOST = 50


def desk_of(project: Project) -> Desk:
    """The open project's desk; one with every default where nothing was ever set."""
    return Desk.objects.first() or Desk(project=project)


def hours_of(desk: Desk, since: date | None = None) -> Hours:
    """Its hours, with the special days of today and of the year ahead, or of all days from `since` on."""
    if desk.week is None:
        return Hours(desk.zone)
    since = since or timezone.now().date() - timedelta(days=2)
    special = {row.date: day_of(row.open) for row in SpecialDay.objects.filter(date__gte=since)}
    return Hours(desk.zone, days_of(desk.week), special)


def hours_shape(hours: Hours, at: datetime) -> HoursShape:
    """What a browser needs to say when somebody is back."""
    return {"open": hours.is_open(at), "zone": hours.zone, "changes": [rfc3339(moment) for moment in hours.changes(at)]}


def departments_of(project: Project) -> list[Department]:
    """Those that are there now, by name."""
    return list(Department.objects.filter(removed_at=None).order_by("name", "id"))


def members_of(departments: list[Department]) -> dict[int, list[int]]:
    """Internal ids of the members of each department, by its id."""
    found: dict[int, list[int]] = {department.pk: [] for department in departments}
    for department, member in DepartmentMember.objects.filter(department__in=found).values_list("department_id", "member_id"):
        found[department].append(member)
    return found


def department_shapes(departments: list[Department]) -> list[DepartmentShape]:
    """Departments with their people, by name."""
    ids = members_of(departments)
    people = {member.pk: member for member in Member.objects.filter(pk__in={one for some in ids.values() for one in some}, active=True)}
    return [
        {
            **shaping.department_ref_shape(department),
            "offered": department.offered,
            "pages": department.pages,
            "way": department.way,  # type: ignore[typeddict-item]
            "members": sorted(
                (shaping.person_shape(people[one]) for one in ids[department.pk] if one in people), key=lambda one: (one["name"], one["id"])
            ),
        }
        for department in departments
    ]


def department_for_page(address: str) -> Department | None:
    """Whose page this is: the first department, by age, with a pattern that fits. `/orders/*` is a path, `help.example.com/*` a host."""
    parts = urlsplit(address)
    if not parts.netloc:
        return None
    path = parts.path or "/"
    for department in Department.objects.filter(removed_at=None).exclude(pages=[]).order_by("id"):
        if any(fnmatchcase(path if pattern.startswith("/") else (parts.hostname or "") + path, pattern) for pattern in department.pages):
            return department
    return None


def way_of(desk: Desk, department: Department | None) -> Way:
    """How a conversation of this department finds its operator."""
    return Way(department.way) if department is not None and department.way else Way(desk.way)
