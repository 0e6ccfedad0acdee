"""What the pages about calling people show. Never writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.access import projects_of
from accounts.actors import Actor
from accounts.models import Project, User
from accounts.tenancy import tenant
from chat.desk import departments_of, members_of
from panel.notices import clock
from panel.notices.models import Call, Device, Ladder, Manner, Preference, Ring
from panel.notices.payload import name_of
from panel.notices.people import answerers
from panel.notices.words import DEFAULT, OFFERED, Channel, Event

CALLS_SHOWN = 12
ENDED_SHOWN_FOR = timedelta(days=14)


def ladder_of(project: Project) -> Ladder:
    """The open project's ladder, or the one that every project begins with."""
    found: Ladder | None = Ladder.objects.first()
    return found or Ladder(project=project)


def manner_of(user: User) -> Manner:
    return Manner.objects.filter(user=user).first() or Manner(user=user)


def choices_of(member_id: int) -> dict[tuple[Event, Channel], bool]:
    """Every cell of a member's table in the open project."""
    chosen = {(row.event, row.channel): row.on for row in Preference.objects.filter(member_id=member_id)}
    return {
        (event, channel): chosen.get((event.value, channel.value), DEFAULT) for event, channels in OFFERED.items() for channel in channels
    }


def devices_of(user: User) -> list[Device]:
    """Where a person can be called, and for two weeks where they can no more, the newest first."""
    rows = Device.objects.select_related("session").filter(user=user).order_by("-renewed_at")
    since = clock.now() - ENDED_SHOWN_FOR
    return [one for one in rows if one.ended_at is None or one.ended_at > since]


@dataclass(frozen=True)
class Told:
    """One row of the log: a call, its project, the visitor's name, and its rings by device; of mail by None."""

    call: Call
    project: Project
    name: str
    rings: dict[int | None, Ring]

    @property
    def silent(self) -> bool:
        """Whether a push did not come to anybody's ears."""
        return not any(ring.heard_at for ring in self.rings.values()) and None not in self.rings


def last_calls(actors: Iterable[Actor]) -> list[Told]:
    """The newest calls of a person over all their projects."""
    found: list[Told] = []
    for actor in actors:
        for project in projects_of(actor):
            with tenant(project):
                calls = (
                    Call.objects.select_related("conversation__visitor", "conversation__department")
                    .prefetch_related("rings")
                    .filter(member_id=actor.id)
                )
                found += [_told(call, project) for call in calls.prefetch_related("rings").order_by("-id")[:CALLS_SHOWN]]
    return sorted(found, key=lambda told: told.call.at, reverse=True)[:CALLS_SHOWN]


def _told(call: Call, project: Project) -> Told:
    return Told(call, project, name_of(call.conversation), {ring.device_id: ring for ring in call.rings.all()})


def departments_of_others(actors: Iterable[Actor]) -> list[str]:
    """Departments, by id, whose people are others than these: in an open page their chats make no sound while they are nobody's."""
    found: list[str] = []
    for actor in actors:
        for project in projects_of(actor):
            with tenant(project):
                departments = departments_of(project)
                able = {member.pk for member in answerers(project)} if departments else set()
                people = members_of(departments) if departments else {}
                found += [str(one.public_id) for one in departments if able & set(people[one.pk]) and actor.id not in people[one.pk]]
    return found


def last_mail(told: Iterable[Told]) -> datetime | None:
    """When the newest of these mails went out."""
    return max((ring.sent_at for each in told if (ring := each.rings.get(None)) and ring.sent_at), default=None)
