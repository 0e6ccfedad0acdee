"""Follow the timeline: what a visitor may have to be mailed is planned, and decided when its time has come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Project
from chat.models import Message
from widget.mail.models import Letter

ENDS = ("closed", "ended")
# What is older when we hear of it has been waited for by nobody: a follower that is new, or restored, begins at the first message.
TOO_OLD = timedelta(days=3)


def plan_letters(project: Project, ids: list[int]) -> None:
    """A follower of the timeline (`chat/later.py`): safe to run twice, and the project is open.

    Each further answer puts the letter off a little, so that one letter carries all; the first one says how long at most.
    """
    rows = Message.objects.filter(pk__in=ids, created_at__gt=timezone.now() - TOO_OLD).exclude(kind="note").order_by("id")
    for row in rows.only("conversation_id", "kind", "author_kind", "data", "created_at"):
        if row.kind in ("text", "form") and (row.author_kind == "operator" or row.kind == "form"):
            _plan(project, row.conversation_id, Letter.Kind.REPLY, row.created_at, settings.MAIL_QUIET_S)
        elif row.kind == "activity" and (row.data or {}).get("event") in ENDS:
            _plan(project, row.conversation_id, Letter.Kind.RATING, row.created_at, settings.MAIL_RATING_S)


def _plan(project: Project, conversation_id: int, kind: Letter.Kind, at: datetime, wait_s: int) -> None:
    letter, _ = Letter.objects.get_or_create(
        conversation_id=conversation_id, kind=kind, state=Letter.State.WAITING, defaults={"project_id": project.pk, "since": at}
    )
    due = at + timedelta(seconds=wait_s)
    if kind == Letter.Kind.REPLY:
        due = min(due, letter.since + timedelta(seconds=max(wait_s, settings.MAIL_LATEST_S)))
    Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING).update(due_at=due)
