"""Take away what nobody has sent, and begin checks anew that got lost."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.tenancy import tenant
from chat.actions.finish_upload import drop
from chat.actions.start_upload import UNSENT_FOR
from chat.files.store import store
from chat.models import Attachment

CHECKED_WITHIN = timedelta(minutes=1)  # a check that nobody has ended by then is begun anew


def files_due() -> list[tuple[ProjectRef, int]]:
    """Files whose check got lost, and those that nobody has sent within a day: out of all projects, ids alone."""
    now = timezone.now()
    with connection.cursor() as cursor:
        asked = [now - CHECKED_WITHIN, now - UNSENT_FOR]
        cursor.execute("SELECT project_id, account_id, attachment_id FROM public.files_due(%s, %s)", asked)
        return [(ProjectRef(project, account), row) for project, account, row in cursor.fetchall()]


def sweep_file(ref: ProjectRef, attachment_id: int) -> bool:
    """Take it away when nobody has sent it within a day; whether it is to be checked instead."""
    with tenant(ref):
        rows = Attachment.objects.select_for_update(no_key=True, of=("self",)).select_related("project")
        row = rows.filter(pk=attachment_id).first()
        if row is None:
            return False
        if row.conversation_id is None and row.created_at < timezone.now() - UNSENT_FOR:
            drop(row.project, row, store())
            return False
        return bool(row.state == Attachment.State.PENDING)
