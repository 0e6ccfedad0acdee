"""Note that an operator could answer in this minute."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Project
from chat import people

QUARTER_MIN = 15
KEPT = 10_000  # places in memory, of one process

_noted: dict[tuple[int, int], int] = {}  # the last minute that this process noted, by project and member


def note_attendance(actor: Actor, project: Project) -> None:
    """Called with each ping; once a minute it looks whether they answer now, and notes it. Twice is fine."""
    now = timezone.now()
    place, minute = (project.pk, actor.id), int(now.timestamp() // 60)
    if not actor.id or _noted.get(place) == minute:
        return
    if len(_noted) >= KEPT:
        _noted.clear()
    _noted[place] = minute
    if any(member.pk == actor.id for member in people.who_answers(project)):
        put_minute(project, actor.id, now)


def put_minute(project: Project, member_id: int, at: datetime) -> None:
    """Set the bit of this minute in the open project."""
    quarter = at.replace(minute=at.minute // QUARTER_MIN * QUARTER_MIN, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO reports_attendance AS a (project_id, member_id, quarter, minutes) VALUES (%s, %s, %s, %s)
            ON CONFLICT (project_id, quarter, member_id) DO UPDATE SET minutes = a.minutes | excluded.minutes
            WHERE a.minutes & excluded.minutes = 0
            """,
            [project.pk, member_id, quarter, 1 << at.minute % QUARTER_MIN],
        )
