"""Makes the shape of an automatic message from its row."""

from __future__ import annotations

from typing import Any, cast

from chat.times import rfc3339
from widget.rules.models import Rule
from widget.rules.queries import Tally
from widget.rules.wire import RuleDepartmentShape, RuleShape


def rule_shape(rule: Rule, position: int, tally: Tally) -> RuleShape:
    """`position` counts from 1, from the top."""
    return {
        "id": str(rule.public_id),
        "position": position,
        "name": rule.name,
        "active": rule.active,
        "off_since": rfc3339(rule.off_since),
        "conditions": rule.conditions,
        "text": rule.text,
        "translations": rule.translations,
        "answers": list(rule.answers),
        "sender": cast("Any", rule.sender),
        "often": cast("Any", rule.often),
        "asks": cast("Any", list(rule.asks)),
        "tag": rule.tag,
        "department": _department(rule),
        "shown": tally.shown,
        "opened": tally.opened,
        "answered": tally.answered,
        "refused": tally.refused,
        "edited_at": rfc3339(rule.edited_at),
        "edited_by": rule.edited_by,
    }


def _department(rule: Rule) -> RuleDepartmentShape | None:
    found = rule.department
    return None if found is None else {"id": str(found.public_id), "name": found.name, "removed": found.removed_at is not None}
