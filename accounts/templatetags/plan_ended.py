"""`{% plan_ended %}`: the banner of an account whose plan has ended, on every page of its settings."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string

from accounts.actors import Actor
from accounts.billing.access import standing_here
from accounts.capabilities import Capability, may
from accounts.tenancy import account

register = template.Library()


@register.simple_tag(takes_context=True)
def plan_ended(context: dict[str, Any]) -> str:
    """Nothing while the plan goes on, and for somebody who has no account yet."""
    actor: Actor | None = getattr(context["request"], "actor", None)
    if actor is None:
        return ""
    with account(actor.account_id):  # the page of somebody's own sign-in opens none
        standing = standing_here()
    if not standing.ended:
        return ""
    words = {"standing": standing, "may_pay": may(actor, Capability.MANAGE_BILLING)}
    return render_to_string("panel/settings/plan_ended.html", words)
