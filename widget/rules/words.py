"""Rules in sentences: what stands below a name in the list, and beside it."""

from __future__ import annotations

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from widget.rules.facts import FACTS
from widget.rules.models import Rule
from widget.rules.wire import ConditionShape

# Facts that few visitors fulfil at first. How long they stay, who is here, their language: that holds for nearly everybody.
NARROW = {"referrer", "scroll", "exit", "opened", "unanswered", "event", "visits", "dates", "country", "tag", "attribute"}


def sentence_of(rule: Rule) -> str:
    """When it is shown, without its pages; '' where every visitor sees it at once."""
    parts = [said(each) for each in rule.conditions if each["fact"] in FACTS and each["fact"] != "page"]
    return _sentence(", ".join(parts))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def pages_of(rule: Rule) -> list[str]:
    """The patterns of its pages; none means every page."""
    return [str(each["value"]) for each in rule.conditions if each["fact"] == "page" and each["how"] == "is"]


def comes_everywhere(rule: Rule) -> bool:
    """Nothing narrows it: whoever comes sees it on the first page, and then perhaps no other message for a week."""
    return not any(
        each["fact"] in NARROW or ((each["fact"] == "page" and each["how"] == "is") and not _is_any(each["value"]))
        for each in rule.conditions
    )


def _is_any(pattern: str) -> bool:
    return not pattern.strip("/*")


def said(condition: ConditionShape) -> str:
    """A condition as a part of a sentence."""
    fact, value = FACTS[condition["fact"]], condition["value"]
    words = {"value": value_in_words(condition), "name": value.get("name", "") if isinstance(value, dict) else ""}
    return _filled(str(fact.said[condition["how"]]), words)


def _filled(template: str, words: dict[str, str]) -> str:
    """Not str.format: what owners write may have braces."""
    return re.sub(r"\{(\w+)\}", lambda hole: words.get(hole[1], hole[0]), template)


def value_in_words(condition: ConditionShape) -> str:
    fact, value = FACTS[condition["fact"]], condition["value"]
    if fact.kind == "choice":
        return str(fact.choices[value])
    if fact.kind == "codes":
        return ", ".join(value)
    if fact.kind == "attribute":
        return str(value["value"])
    if fact.kind in ("dates", "hours"):
        return _span(value["from"], value["to"], dates=fact.kind == "dates")
    return "" if value is None else str(value)


def _span(begin: str, end: str, *, dates: bool) -> str:
    def shown(raw: str) -> str:
        return str(date_format(date.fromisoformat(raw), "j F")) if dates else raw

    if not begin:
        return _("until %(end)s") % {"end": shown(end)}
    if not end:
        return _("from %(begin)s on") % {"begin": shown(begin)}
    return _("%(begin)s to %(end)s") % {"begin": shown(begin), "end": shown(end)}
