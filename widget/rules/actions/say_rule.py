"""Nobody answers a visitor: the widget says by itself what a rule wants said then."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.errors import Conflict
from accounts.models import Project
from chat.access import hold, read_again
from chat.actions.say_by_itself import follow_answer, say_by_itself
from chat.live import announce_conversation
from chat.models import Conversation
from widget.rules.answering import opening_of
from widget.rules.models import Rule

EARLY_S = 5  # a browser's clock and ours never agree to the second


def say_rule(project: Project, conversation: Conversation, rule: Rule, *, language: object) -> bool:
    """Say it in a visitor's own conversation; once. Whether it was said now.

    Raises Conflict where nobody waits that long: browsers may be wrong, or lie.
    """
    held = hold(conversation)
    minutes = [each["value"] for each in rule.conditions if each["fact"] == "unanswered"]
    since = held.waiting_since
    if not rule.active or not minutes or since is None or held.status != "open":
        raise Conflict()
    if timezone.now() - since < timedelta(minutes=max(minutes)) - timedelta(seconds=EARLY_S):
        raise Conflict()
    opening = opening_of(rule, language)
    said = say_by_itself(project, held, opening)
    if said.fresh:
        follow_answer(project, said.conversation, opening)
        announce_conversation(project, read_again(held))
    return said.fresh
