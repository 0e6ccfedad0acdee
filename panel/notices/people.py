"""Who is called for a conversation, with all that decides whether and how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Member, Project, Role
from chat.desk import members_of
from chat.models import Conversation
from chat.people import operators_of
from panel.notices.models import Device, Ladder, Manner, Preference
from panel.notices.quiet import is_quiet
from panel.notices.words import DEFAULT, Channel, Event, Why

ADMINS = (Role.ADMIN, Role.OWNER)


@dataclass(frozen=True)
class Callee:
    """A member who may be called, in one project. `chosen` are the cells of their table that they have touched."""

    member: Member
    manner: Manner
    devices: tuple[Device, ...] = ()
    had_devices: bool = False
    chosen: dict[tuple[str, str], bool] = field(default_factory=dict)

    def wants(self, event: str, channel: str) -> bool:
        return self.chosen.get((event, channel), DEFAULT)


def callees(project: Project, members: Iterable[Member]) -> list[Callee]:
    """The same members with their manners, browsers and choices: four queries however many there are."""
    rows = list(members)
    users = [member.user_id for member in rows]
    manners = {manner.user_id: manner for manner in Manner.objects.filter(user__in=users)}
    devices: dict[int, list[Device]] = {}
    for device in Device.objects.select_related("session").filter(user__in=users).order_by("id"):
        devices.setdefault(device.user_id, []).append(device)
    chosen: dict[int, dict[tuple[str, str], bool]] = {}
    for row in Preference.objects.filter(member__in=rows):
        chosen.setdefault(row.member_id, {})[row.event, row.channel] = row.on
    return [
        Callee(
            member,
            manners.get(member.user_id) or Manner(user_id=member.user_id),
            tuple(one for one in devices.get(member.user_id, ()) if one.ended_at is None),
            member.user_id in devices,
            chosen.get(member.pk, {}),
        )
        for member in rows
    ]


def answerers(project: Project) -> list[Member]:
    """The members who may answer in the open project."""
    return [member for member in operators_of(project) if member.role != Role.VIEWER]


def holders(project: Project, talk: Conversation) -> list[Member]:
    """Whose conversation it is: its operator's; while it is nobody's, its department's; else everybody's who may answer."""
    able = answerers(project)
    return [member for member in able if member.pk == talk.assignee_id] or _of_department(talk, able) or able


def passed_over(project: Project, talk: Conversation) -> list[Member]:
    """Who would be called, were it not for the department of a conversation that is nobody's."""
    called = {member.pk for member in holders(project, talk)}
    if talk.assignee_id in called:
        return []
    return [member for member in answerers(project) if member.pk not in called]


def _of_department(talk: Conversation, able: list[Member]) -> list[Member]:
    """Those of its people who may answer: none where it has no department, or that is everybody's, or was removed."""
    department = talk.department
    if department is None or department.removed_at is not None:
        return []
    ids = members_of([department])[department.pk]
    return [member for member in able if member.pk in ids]


def colleagues(project: Project, ladder: Ladder) -> list[Member]:
    """Who is called in the end: the one who was named while they may still answer, else admins and owners."""
    able = answerers(project)
    named = [member for member in able if member.pk == ladder.colleague_id]
    return named or [member for member in able if member.role in ADMINS]


def why_not(callee: Callee, event: str, channel: str, *, now: datetime, seen: bool, own: bool = False) -> str:
    """Why somebody is not called by push or mail; '' when they are.

    `seen` when they have read the line already; `own` when the conversation is theirs, which being away does not change. Mail makes
    no noise: neither quiet hours nor being away hold it.
    """
    if seen:
        return Why.SEEN
    if not callee.wants(event, channel):
        return Why.OFF
    if channel == Channel.EMAIL:
        return ""
    if is_quiet(callee.manner, now):
        return Why.QUIET
    if not callee.member.available and not own and event != Event.UNANSWERED:
        return Why.AWAY
    return "" if callee.devices else Why.NOWHERE
