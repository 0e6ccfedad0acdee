"""Projects where somebody is to be called now, or a ladder goes on: internal ids only, from a definer function."""

from __future__ import annotations

from django.db import connection

from accounts.access import ProjectRef
from panel.notices import clock


def projects_due() -> list[ProjectRef]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id FROM public.notices_due(%s)", [clock.now()])
        return [ProjectRef(int(project), int(account)) for project, account in cursor.fetchall()]
