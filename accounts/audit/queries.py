"""Reading the open account's audit log: filtered, by keyset, newest first; or whole, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.audit.anchors import anchors_of
from accounts.audit.chain import faults
from accounts.audit.lines import Line, head_of, lines_of
from accounts.models import Account, AuditPersonal, AuditRecord, Project

PAGE = 50
MOST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Wanted:
    """Which records: every field narrows. `since` and `until` are whole days in UTC; `words` is what people remember."""

    actor: str = ""
    action: str = ""
    project: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


def records(wanted: Wanted) -> QuerySet[AuditRecord]:
    """The committed records that are wanted, newest first."""
    found: QuerySet[AuditRecord] = AuditRecord.objects.filter(number__isnull=False).order_by("-number")
    if wanted.actor:
        found = found.filter(actor_id=wanted.actor)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.project:
        found = found.filter(project__in=Project.objects.filter(public_id=wanted.project).values("pk"))
    if wanted.since:
        found = found.filter(created_at__gte=_midnight(wanted.since))
    if wanted.until:
        found = found.filter(created_at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.words:
        said = AuditPersonal.objects.filter(value__icontains=wanted.words).values("record_id")
        found = found.filter(Q(pk__in=said) | Q(action__icontains=wanted.words))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), ZoneInfo("UTC"))


def page_of(account: Account, wanted: Wanted, *, before: int | None = None, limit: int = PAGE) -> tuple[list[Line], int | None]:
    """Up to `limit` lines older than number `before`, and the number to go on from (None at the end)."""
    found = records(wanted).filter(number__lt=before if before is not None else MOST_NUMBER)[: limit + 1]
    lines = list(lines_of(account, found))
    return lines[:limit], lines[limit - 1]["number"] if len(lines) > limit else None


def whole_chain(account: Account) -> Iterator[Line]:
    """Every line, oldest first."""
    return lines_of(account, AuditRecord.objects.filter(number__isnull=False).order_by("number").iterator(chunk_size=500))


def faults_of(account: Account) -> list[str]:
    """Everything wrong with the open account's chain, its words and its anchors."""
    return list(faults(whole_chain(account), head_of(account), anchors_of(str(account.public_id))))
