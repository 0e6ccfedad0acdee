"""The demo's automatic messages, with a month of what became of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Project
from widget.rules.actions.add_rule import add_rule
from widget.rules.actions.set_manners import set_manners
from widget.rules.models import Rule, RuleDay

Draft = dict[str, Any]


class Told(NamedTuple):
    """A message, and how many were shown it, opened it, answered it and want none any more."""

    draft: Draft
    shown: int
    opened: int
    answered: int
    refused: int


def _on(fact: str, how: str, value: object) -> Draft:
    return {"fact": fact, "how": how, "value": value}


MARKET = "Autumn market"  # three weeks that are over
MESSAGES = (
    Told(
        {
            "name": "Still deciding?",
            "text": "Shall I keep your basket for you? Ask me anything about delivery or returns.",
            "sender": "here",
            "conditions": [
                _on("page", "is", "*/basket"),
                _on("attribute", "least", {"name": "basket", "value": "1"}),
                _on("exit", "is", None),
            ],
        },
        412,
        96,
        61,
        3,
    ),
    Told(
        {
            "name": "Choosing a set?",
            "text": "Choosing a set? Tell me how many you are and how big the table is.",
            "answers": ["We are 2", "4 or 5", "More"],
            "tag": "pre-sale",
            "translations": {
                "fr": "Vous choisissez un service ? Dites-moi combien vous êtes et la taille de la table.",
                "pt": "A escolher um serviço? Diga-me quantos são e o tamanho da mesa.",
            },
            "conditions": [_on("page", "is", "*/ash-dinner-set/*"), _on("seconds", "least", 40), _on("team", "is", "here")],
        },
        1906,
        388,
        214,
        9,
    ),
    Told(
        {
            "name": "Nobody answered yet",
            "text": "We are all at the kiln just now. Leave your email and the answer comes there too.",
            "often": "visit",
            "sender": "project",
            "asks": ["email"],
            "conditions": [_on("unanswered", "least", 3)],
        },
        38,
        38,
        31,
        0,
    ),
    Told(
        {
            "name": "Welcome back",
            "text": "Good to see you again. Can I find something for you?",
            "conditions": [_on("page", "is", "/demo"), _on("visits", "least", 3)],
        },
        655,
        41,
        20,
        28,
    ),
    Told(
        {
            "name": "Hello",
            "text": "Hello, take your time. If anything is unclear, just ask.",
            "active": False,
            "conditions": [_on("visits", "most", 1), _on("seconds", "least", 15)],
        },
        0,
        0,
        0,
        0,
    ),
    Told(
        {
            "name": MARKET,
            "text": "We are at the autumn market in Porto. Come and hold the bowls.",
            "active": False,
            "conditions": [],
        },
        2204,
        190,
        97,
        1,
    ),
)


def seed_rules(actor: Actor, project: Project) -> None:
    """In place of the one that every new project has."""
    Rule.objects.all().delete()
    set_manners(actor, project, a_visit=1, a_week=3, zone="Europe/Lisbon")
    today = timezone.now().date()
    day, market = today - timedelta(days=12), {"from": f"{today - timedelta(days=28)}", "to": f"{today - timedelta(days=9)}"}
    for draft, *counts in MESSAGES:
        dates = {"conditions": [_on("dates", "is", market)]} if draft["name"] == MARKET else {}
        rule = add_rule(actor, project, draft | dates)
        shown, opened, answered, refused = counts
        if shown:
            RuleDay(project=project, rule=rule, day=day, shown=shown, opened=opened, answered=answered, refused=refused).save(
                force_insert=True
            )
