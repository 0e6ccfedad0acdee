"""Which conversations a report is about: days of the project's own time zone, and a department, an operator or a tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.access import member_for
from accounts.actors import Actor
from accounts.errors import Invalid
from accounts.models import Project
from chat.access import department_for
from chat.desk import desk_of
from chat.models import Tag
from panel.reports.models import Fact
from panel.reports.shapes import SpanShape

USUAL_DAYS = 30
DAYS_AT_MOST = 366
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = 100  # letters of an id or a name


@dataclass(frozen=True)
class Span:
    """Whole days, both included, of a time zone."""

    since: date
    until: date
    zone: str

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def start(self) -> datetime:
        return self._midnight(self.since)

    @property
    def end(self) -> datetime:
        """The moment behind it."""
        return self._midnight(self.until + timedelta(days=1))

    def before(self) -> Span:
        """As many days, just before."""
        return Span(self.since - timedelta(days=self.days), self.since - timedelta(days=1), self.zone)

    def shape(self) -> SpanShape:
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.zone))


@dataclass(frozen=True)
class Wanted:
    """A span, and which of its conversations."""

    span: Span
    only: Q = field(default_factory=Q)
    operator: int | None = None  # internal id, where one was asked for

    def facts(self, span: Span | None = None) -> QuerySet[Fact]:
        span = span or self.span
        rows: QuerySet[Fact] = Fact.objects.filter(merged=False, asked_at__gte=span.start, asked_at__lt=span.end)
        return rows.filter(self.only)


def wanted_by(actor: Actor, project: Project, asked: Mapping[str, str]) -> Wanted:
    """What a query asks for. Raises Invalid for a value that cannot be, NotFound for what is not there."""
    only, operator = Q(), None
    if named := _words(asked, "department"):
        only &= Q(department=None if named == "none" else department_for(actor, project, named).pk)
    if named := _words(asked, "operator"):
        operator = None if named == "none" else member_for(project, named).pk
        only &= Q(operator=operator)
    if named := _words(asked, "tag"):
        tag = Tag.objects.filter(name__iexact=named).first()
        only &= Q(tags__contains=[tag.pk]) if tag is not None else Q(pk__in=[])
    return Wanted(span_of(asked, desk_of(project).zone), only, operator)


def span_of(asked: Mapping[str, str], zone: str) -> Span:
    """From `since` to `until`; without either the last 30 days. Raises Invalid."""
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    until = _day(asked, "until") or today
    since = _day(asked, "since") or until - timedelta(days=USUAL_DAYS - 1)
    if not since <= until < since + timedelta(days=DAYS_AT_MOST):
        raise Invalid(fields={"since": f"A day before `until`, at most {DAYS_AT_MOST} days with it."})
    return Span(since, until, zone)


def _day(asked: Mapping[str, str], name: str) -> date | None:
    raw = asked.get(name)
    if not raw:
        return None
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        day = date.min
    if len(raw) != len("2026-01-31") or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(fields={name: "A day, as 2026-01-31."})
    return day


def _words(asked: Mapping[str, str], name: str) -> str:
    raw = asked.get(name, "")
    if len(raw) > LONGEST or "\x00" in raw:
        raise Invalid(fields={name: f"At most {LONGEST} letters."})
    return raw
