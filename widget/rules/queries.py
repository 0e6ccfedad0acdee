"""Reads of automatic messages, inside the open tenant. Never writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.utils import timezone

from accounts.models import Project
from widget.rules.models import Manners, Rule, RuleDay

COUNTED_DAYS = 30


@dataclass(frozen=True)
class Tally:
    """What became of a rule in the last COUNTED_DAYS."""

    shown: int = 0
    opened: int = 0
    answered: int = 0
    refused: int = 0

    @property
    def answered_share(self) -> float:
        """In percent of those who were shown it."""
        return 100 * self.answered / self.shown if self.shown else 0.0

    @property
    def opened_share(self) -> float:
        return 100 * self.opened / self.shown if self.shown else 0.0

    @property
    def refused_share(self) -> float:
        return 100 * self.refused / self.shown if self.shown else 0.0


def rules_in_order() -> list[Rule]:
    return list(Rule.objects.select_related("department").order_by("place", "id"))


def manners_of(project: Project) -> Manners:
    """What holds for all of them; the defaults where nobody has changed anything."""
    found: Manners | None = Manners.objects.filter(project_id=project.pk).first()
    return found or Manners(project_id=project.pk)


def tallies() -> dict[int, Tally]:
    """By the rule's internal id; a rule that nobody was shown is not in it."""
    since = timezone.now().date() - timedelta(days=COUNTED_DAYS - 1)
    rows = RuleDay.objects.filter(day__gte=since).values("rule_id")
    sums = rows.annotate(shown=Sum("shown"), opened=Sum("opened"), answered=Sum("answered"), refused=Sum("refused"))
    names = ("shown", "opened", "answered", "refused")
    return {rule: Tally(*counts) for rule, *counts in sums.order_by("rule_id").values_list("rule_id", *names)}


def together(found: Iterable[Tally]) -> Tally:
    every = list(found)
    return Tally(*(sum(getattr(one, name) for one in every) for name in ("shown", "opened", "answered", "refused")))


def has_ended(rule: Rule, zone: str) -> bool:
    """Whether its last day is over, where the project counts its days."""
    today = timezone.now().astimezone(ZoneInfo(zone)).date().isoformat()
    return any(each["fact"] == "dates" and each["value"]["to"] and each["value"]["to"] < today for each in rule.conditions)
