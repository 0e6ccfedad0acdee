"""The doors of reports: whoever may read the conversations may read what they add up to."""

from __future__ import annotations

from django.utils import timezone

from accounts.tenancy import tenant
from chat.models import Message
from panel.reports.actions.keep_facts import keep_facts
from panel.reports.actions.note_attendance import put_minute
from tests.cast import Cast
from tests.doors.kinds import PAGE, STRANGERS, Door, operators

WITHIN = "/api/v1/projects/{project}/reports/"
NAMES = ("summary", "days", "hours", "operators", "departments", "tags", "board")
REPORTS = [
    *(Door(WITHIN + name, operators()) for name in NAMES),
    Door(WITHIN + "ratings", operators(), shows=True),
    Door(WITHIN + "conversations", operators(), shows=True),
    Door("/api/v1/reports/projects", operators(**dict.fromkeys(STRANGERS, 200))),
    Door("/panel/{project}/reports/", PAGE),
    Door("/panel/{project}/reports/board/", PAGE),
    Door("/panel/{project}/reports/conversations.csv", PAGE, shows=True),
]


def be_reported(cast: Cast) -> None:
    """What reports know of the shop."""
    with tenant(cast.shop):
        keep_facts(cast.shop, list(Message.objects.values_list("pk", flat=True)))
        put_minute(cast.shop, cast.oscar.id, timezone.now())
