"""Count what became of a rule: shown, opened, answered, or never again."""

from __future__ import annotations

import uuid

import redis
from django.db import connection
from django.utils import timezone

from accounts.models import Project
from chat import doorbell
from widget.rules.models import Rule

COUNTED = ("shown", "opened", "answered", "refused")
# A visitor counts once a day, whatever their browser says: a page that is reloaded all day is one visitor.
ONCE_S = 24 * 3600

_ADD = """
INSERT INTO public.rules_ruleday AS r (project_id, rule_id, day, shown, opened, answered, refused)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (project_id, rule_id, day) DO UPDATE SET shown = r.shown + excluded.shown, opened = r.opened + excluded.opened,
    answered = r.answered + excluded.answered, refused = r.refused + excluded.refused
"""


def note_rule(project: Project, rule: Rule, visitor: uuid.UUID, what: str) -> None:
    """Add one to the day's count. What browsers report is counted, and never decides anything: anybody can make it up."""
    if not _is_first(project, rule, visitor, what):
        return
    ones = [int(what == name) for name in COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [project.pk, rule.pk, timezone.now().date(), *ones])


def _is_first(project: Project, rule: Rule, visitor: uuid.UUID, what: str) -> bool:
    """Whether this visitor has not been counted so today; while Redis is away everybody is."""
    key = f"parley:rule:{project.pk}:{rule.pk}:{what}:{visitor.hex}"

    def ask(shard: redis.Redis) -> bool:
        return bool(shard.set(key, "1", ex=ONCE_S, nx=True))

    return doorbell.ask(ask, otherwise=True, key=key)
