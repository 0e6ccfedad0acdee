"""What only the server knows of a visitor, for the rules that ask."""

from __future__ import annotations

from chat.models import Conversation
from widget.rules.facts import FACTS
from widget.rules.models import Rule
from widget.rules.wire import ConditionShape, LiveFactsShape

# Of who has not agreed to what a project asks for.
NOTHING_KNOWN: LiveFactsShape = {"country": None, "fits": []}


def live_facts(country: str, conversation: Conversation | None) -> LiveFactsShape:
    """`country` is two letters, or '' where it is not known. Which private conditions a rule has, nobody is told."""
    tags = set(conversation.tags) if conversation is not None else set()
    rows = Rule.objects.filter(active=True).values_list("public_id", "conditions")
    fits = [str(rule) for rule, conditions in rows if all(_holds(each, tags) for each in conditions if FACTS[each["fact"]].private)]
    return {"country": country or None, "fits": fits}


def _holds(condition: ConditionShape, tags: set[str]) -> bool:
    return (condition["value"] in tags) is (condition["how"] == "is")
