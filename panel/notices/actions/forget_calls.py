"""The log of calls says why something did not ring; after two weeks nobody asks. Conversations stay as they are."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from accounts.access import ProjectRef
from accounts.tenancy import tenant
from panel.notices import clock
from panel.notices.models import Call, Wait

KEPT = timedelta(days=14)
AT_ONCE = 5000


def projects_with_calls() -> list[ProjectRef]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT project_id, account_id FROM public.notices_kept()")
        return [ProjectRef(int(project), int(account)) for project, account in cursor.fetchall()]


def forget_calls(ref: ProjectRef) -> int:
    """Remove what is older, some thousand in a transaction. Returns how many."""
    removed = 0
    while gone := _some(ref):
        removed += gone
    return removed


def _some(ref: ProjectRef) -> int:
    with tenant(ref):
        before = clock.now() - KEPT
        old = list(Call.objects.filter(at__lt=before).order_by("id").values_list("pk", flat=True)[:AT_ONCE])
        Call.objects.filter(pk__in=old).delete()
        Wait.objects.filter(ended_at__lt=before).delete()
        return len(old)
