"""Give an automatic message another place in the order."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from accounts.models import Project
from widget.rules.actions.add_rule import lock_rules
from widget.rules.models import Rule
from widget.rules.queries import rules_in_order


def move_rule(actor: Actor, project: Project, rule: Rule, *, to: object) -> None:
    """To the position `to`, from 1 at the top; beyond the last one it is the last. Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    if not isinstance(to, int) or isinstance(to, bool) or not 1 <= to < 1000:
        raise Invalid(fields={"position": "A whole number, from 1 at the top."})
    with transaction.atomic():
        lock_rules(project)
        order = rules_in_order()
        held = next(each for each in order if each.pk == rule.pk)
        order.remove(held)
        order.insert(to - 1, held)
        for place, each in enumerate(order, 1):
            if each.place != place:
                Rule.objects.filter(pk=each.pk).update(place=place)
        audit.record(actor, "rule.moved", rule, name=rule.name)
