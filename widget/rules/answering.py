"""From a rule to what the widget says in a conversation: the text in the visitor's language, and what follows their answer."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _

from accounts.errors import NotFound
from chat.asks import Question
from chat.models import Department
from chat.opening import Opening
from chat.shapes import AskName
from widget.rules.access import rule_here
from widget.rules.models import Rule


def answered_rule(named: Any) -> tuple[Rule, Opening] | None:
    """The rule that a text answers, as its frame names it: `{id, language}`.

    None for one that is not there (any more): a visitor's words count more than what they answer.
    """
    if not isinstance(named, dict):
        return None
    try:
        rule = rule_here(named.get("id"))
    except NotFound:
        return None
    return rule, opening_of(rule, named.get("language"))


def opening_of(rule: Rule, language: object) -> Opening:
    text = rule.translations.get(language, rule.text) if isinstance(language, str) else rule.text
    question = Question(cast("tuple[AskName, ...]", tuple(rule.asks)), _("so that we can answer if you leave")) if rule.asks else None
    return Opening(rule.public_id, text, rule.tag, question, department_of(rule))


def department_of(rule: Rule) -> Department | None:
    """Where its conversations go. A department that was removed gets none: then it is as if the rule named none."""
    return rule.department if rule.department is not None and rule.department.removed_at is None else None
