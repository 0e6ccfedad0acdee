"""`automations` and `automations/{id}`: a project's automatic messages, in their order, with what became of them in 30 days."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from panel.api.conversations import body_of
from panel.api.door import ProjectView
from widget.rules.access import rule_for
from widget.rules.actions.add_rule import add_rule
from widget.rules.actions.edit_rule import edit_rule
from widget.rules.actions.move_rule import move_rule
from widget.rules.actions.remove_rule import remove_rule
from widget.rules.drafts import FIELDS
from widget.rules.models import Rule
from widget.rules.queries import Tally, rules_in_order, tallies
from widget.rules.shapes import rule_shape
from widget.rules.wire import RuleShape


class Automations(ProjectView):
    """GET: all of them, from the top. POST: one more, below the others."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        counted = tallies()
        shapes = [rule_shape(rule, at, counted.get(rule.pk, Tally())) for at, rule in enumerate(rules_in_order(), 1)]
        return Response({"results": shapes, "next": None})

    def post(self, request: Request) -> Response:
        require(self.actor, Capability.EDIT_PROJECT, self.project)
        rule = add_rule(self.actor, self.project, body_of(request, FIELDS))
        return Response(shape_of(rule), status=201)


class OneAutomation(ProjectView):
    """GET, PATCH (any of its fields, and `position`), DELETE."""

    def get(self, request: Request, automation: str) -> Response:
        return Response(shape_of(rule_for(self.actor, self.project, automation)))

    def patch(self, request: Request, automation: str) -> Response:
        rule = rule_for(self.actor, self.project, automation, needs=Capability.EDIT_PROJECT)
        body: dict[str, Any] = body_of(request, {*FIELDS, "position"})
        position = body.pop("position", None)
        if body or position is None:
            rule = edit_rule(self.actor, self.project, rule, body)
        if position is not None:
            move_rule(self.actor, self.project, rule, to=position)
        return Response(shape_of(rule))

    def delete(self, request: Request, automation: str) -> Response:
        remove_rule(self.actor, self.project, rule_for(self.actor, self.project, automation, needs=Capability.EDIT_PROJECT))
        return Response(status=204)


def shape_of(rule: Rule) -> RuleShape:
    position = 1 + [each.pk for each in rules_in_order()].index(rule.pk)
    return rule_shape(rule, position, tallies().get(rule.pk, Tally()))
