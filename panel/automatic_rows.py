"""Automatic messages as the settings show them: a line of the list, a row of conditions, and what the simulator is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Project
from chat.desk import desk_of
from chat.entry import wanted_consent
from widget.rules.answering import department_of
from widget.rules.carrying import carried
from widget.rules.facts import FACTS, Fact
from widget.rules.models import Manners, Rule
from widget.rules.queries import Tally, has_ended, rules_in_order, tallies
from widget.rules.wire import ConditionShape
from widget.rules.words import comes_everywhere, pages_of, sentence_of


@dataclass(frozen=True)
class Line:
    """One message of the list."""

    rule: Rule
    position: int
    tally: Tally
    ended: bool

    @property
    def sentence(self) -> str:
        return sentence_of(self.rule) or _("At once")

    @property
    def department(self) -> str:
        """Whose chats its answers begin; '' where the page decides, as ever."""
        found = department_of(self.rule)
        return found.name if found is not None else ""

    @property
    def lost(self) -> str:
        """The department that its answers went to until somebody removed it."""
        named = self.rule.department
        return named.name if named is not None and not self.department else ""

    @property
    def everywhere(self) -> bool:
        """It comes to whoever comes, on whatever page."""
        return not self.silent and comes_everywhere(self.rule)

    @property
    def pages(self) -> list[str]:
        return pages_of(self.rule)

    @property
    def silent(self) -> str:
        """Why it says nothing; '' where it does."""
        if self.ended:
            return _("ended")
        if self.rule.active or self.rule.off_since is None:
            return ""
        return _("off since %(day)s") % {"day": date_format(self.rule.off_since, "j F")}


def lines_of(manners: Manners) -> list[Line]:
    found, counted = rules_in_order(), tallies()
    return [Line(rule, at, counted.get(rule.pk, Tally()), has_ended(rule, manners.zone)) for at, rule in enumerate(found, 1)]


@dataclass(frozen=True)
class Row:
    """One condition in the editor; `raw` is what stands in its fields, also when that cannot be taken."""

    name: str
    how: str
    raw: Any
    wrong: str = ""

    @property
    def fact(self) -> Fact:
        return FACTS[self.name]  # type: ignore[index]

    @property
    def text(self) -> str:
        if isinstance(self.raw, list):
            return ", ".join(map(str, self.raw))
        return "" if self.raw is None or isinstance(self.raw, dict) else str(self.raw)

    @property
    def parts(self) -> Mapping[str, Any]:
        """Of a value that has several."""
        found = self.raw if isinstance(self.raw, dict) else {}
        return {"begin": found.get("from", ""), "end": found.get("to", ""), "name": found.get("name", ""), "value": found.get("value", "")}


def rows_of(conditions: Sequence[ConditionShape], wrong: Mapping[str, str]) -> list[Row]:
    """`wrong` as clean_conditions names it."""
    known = [(at, each) for at, each in enumerate(conditions) if each["fact"] in FACTS]
    return [Row(each["fact"], each.get("how", ""), each.get("value"), wrong.get(f"conditions.{at}", "")) for at, each in known]


def blank_rows() -> list[Row]:
    """One for each fact: the editor copies them."""
    return [Row(name, next(iter(fact.hows)), None) for name, fact in FACTS.items()]


def for_simulator(project: Project, lines: Sequence[Line], manners: Manners) -> dict[str, Any]:
    """What the page's script decides with: the rules as browsers get them, private conditions included, and every word it may say."""
    rules = [
        {
            "name": line.rule.name,
            "active": line.rule.active,
            "ended": line.ended,
            "rule": carried(line.rule, private=True),
            "department": line.department,
        }
        for line in lines
    ]
    return {
        "project": project.name,
        "caps": {"a_visit": manners.a_visit, "a_week": manners.a_week},
        "zone": manners.zone,
        "gate": wanted_consent(desk_of(project)) is not None,
        "rules": rules,
        "words": {
            "off": _("Turned off."),
            "over": _("Its last day is over."),
            "fires": _("{name} comes at once"),
            "fires_after": _("{name} comes after {seconds} s"),
            "all": _("All conditions hold, and this visitor has not seen it."),
            "goes_to": _("Answered, the chat goes to {department}."),
            "behind": _("Fits too, but “{name}” comes first."),
            "consent": _("Waits until the visitor agrees to your words: before that nothing of theirs is kept."),
            "refused": _("This visitor wants no such messages."),
            "seen": _("This visitor has seen it."),
            "chatting": _("Silent: a chat is open."),
            "ended": _("No chat can begin just now."),
            "a_visit": _("This visit has had as many messages as it may."),
            "a_week": _("This week has had as many messages as it may."),
            "nothing": _("No message comes."),
            "why_not": {name: str(fact.why_not) for name, fact in FACTS.items()},
        },
    }
