"""Letters that are due now, in any project: internal ids only, from a definer function."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from accounts.access import ProjectRef


class Due(NamedTuple):
    project: ProjectRef
    letter_id: int


def letters_due(now: datetime) -> list[Due]:
    """Those that wait long enough, and those whose sender died."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id, letter_id FROM public.letters_due(%s)", [now])
        return [Due(ProjectRef(int(project), int(account)), int(letter)) for project, account, letter in cursor.fetchall()]
