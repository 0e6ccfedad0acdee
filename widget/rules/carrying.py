"""Automatic messages on their way to visitors: what stands in the loader's configuration, in as few bytes as can be."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable

from accounts.models import Project
from accounts.templatetags.assets import asset
from chat.desk import desk_of
from chat.entry import wanted_consent
from widget.rules.facts import FACTS
from widget.rules.models import Rule
from widget.rules.queries import has_ended, manners_of
from widget.rules.wire import CarriedRule, CarriedRules

# Gzipped bytes. A project's data in the loader may have 6 kB: the rest is for looks and hours.
CARRIED_AT_MOST = 4_000


def carried_rules(project: Project) -> CarriedRules | None:
    """The rules that are on and have not ended; None where there are none, and then no code of theirs is loaded either."""
    rules = list(Rule.objects.filter(active=True).order_by("place", "id"))
    manners = manners_of(project)
    shown = [carried(rule) for rule in rules if not has_ended(rule, manners.zone)]
    if not shown:
        return None
    told: CarriedRules = {
        "src": asset("rules.js"),
        "zone": manners.zone,
        "a_visit": manners.a_visit,
        "a_week": manners.a_week,
        "list": shown,
    }
    if wanted_consent(desk_of(project)) is not None:
        told["gate"] = True
    return told


def carried(rule: Rule, *, private: bool = False) -> CarriedRule:
    """One rule. `private`: with the conditions that no visitor's browser is told, for its owner's."""
    plain = [each for each in rule.conditions if private or not FACTS[each["fact"]].private]
    shape: CarriedRule = {"id": str(rule.public_id), "text": rule.text, "c": [[each["fact"], each["how"], each["value"]] for each in plain]}
    if rule.answers:
        shape["answers"] = rule.answers
    if rule.translations:
        shape["words"] = rule.translations
    if rule.sender == Rule.Sender.PROJECT:
        shape["house"] = True
    if rule.often == Rule.Often.VISIT:
        shape["visit"] = True
    if len(plain) < len(rule.conditions):
        shape["p"] = True
    return shape


def weight_of(rules: Iterable[Rule]) -> int:
    """What these rules add to the loader, in gzipped bytes."""
    text = json.dumps([carried(rule) for rule in rules], separators=(",", ":"), ensure_ascii=False)
    return len(gzip.compress(text.encode(), 6))
