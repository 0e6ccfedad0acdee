"""Conditions as somebody sent them, made into what is kept: every value of its kind, nothing that a browser could choke on.

Patterns have no regular expressions in them, only `*`: matching one takes a time that grows with its length and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.cards import mask_cards
from accounts.errors import Invalid
from chat.text import clean_line
from widget.rules.facts import FACTS, Fact, Kind
from widget.rules.wire import ConditionShape

CONDITIONS_AT_MOST = 10
PATTERN, NAME = 200, 60
STARS_AT_MOST = 8
CODES_AT_MOST = 20

_CODE = re.compile(r"[a-z]{2,8}(-[a-z0-9]{2,8})?", re.IGNORECASE)
# `shop.example`, `*.shop.example`, `localhost:8000`: a path without its slash is none.
_HOST = re.compile(r"(localhost|[^/?.:*]*[.:*][^/?]*)(?=[/?]|$)", re.IGNORECASE)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Unfit(Exception):
    """A value that cannot be taken, in a sentence."""


def clean_conditions(raw: object) -> list[ConditionShape]:
    """The conditions of one rule. Raises Invalid, whose fields are named `conditions.<place>`."""
    if not isinstance(raw, list):
        raise Invalid(fields={"conditions": _("A list of conditions.")})
    if len(raw) > CONDITIONS_AT_MOST:
        raise Invalid(fields={"conditions": _("At most %(count)s conditions.") % {"count": CONDITIONS_AT_MOST}})
    kept: list[ConditionShape] = []
    wrong: dict[str, str] = {}
    for place, each in enumerate(raw):
        try:
            kept.append(_condition(each))
        except Unfit as unfit:
            wrong[f"conditions.{place}"] = str(unfit)
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def _condition(raw: object) -> ConditionShape:
    if not isinstance(raw, dict) or set(raw) - {"fact", "how", "value"}:
        raise Unfit(_("A condition is {fact, how, value}."))
    name = raw.get("fact")
    fact = FACTS.get(name) if isinstance(name, str) else None  # type: ignore[call-overload]
    if fact is None:
        raise Unfit(_("There is no such fact."))
    how = raw.get("how", next(iter(fact.hows)))
    if not isinstance(how, str) or how not in fact.hows:
        raise Unfit(_("One of %(names)s.") % {"names": ", ".join(fact.hows)})
    return {"fact": name, "how": how, "value": READ[fact.kind](fact, raw.get("value"))}  # type: ignore[typeddict-item]


def _none(fact: Fact, raw: object) -> None:
    return None


def _line(raw: object, longest: int) -> str:
    line = mask_cards(clean_line(raw, longest + 1)) if isinstance(raw, str) else ""
    if not line:
        raise Unfit(_("Fill this in."))
    if len(line) > longest:
        raise Unfit(_("At most %(count)s characters.") % {"count": longest})
    return line


def _pattern(fact: Fact, raw: object) -> str:
    pattern = re.sub(r"\*+", "*", _line(raw, PATTERN))
    if pattern.count("*") > STARS_AT_MOST:
        raise Unfit(_("At most %(count)s stars.") % {"count": STARS_AT_MOST})
    if " " in pattern:
        raise Unfit(_("An address has no spaces: write them as %%20."))
    if "#" in pattern:
        raise Unfit(_("What stands behind a # is not looked at."))
    if pattern.startswith(("/", "*")):
        return pattern
    address = re.sub(r"^https?://", "", pattern, flags=re.IGNORECASE)
    if not _HOST.match(address):
        raise Unfit(_("Begin a path with /, as in /dinner-sets/*, or write the whole address."))
    return address


def _name(fact: Fact, raw: object) -> str:
    return _line(raw, NAME)


def _whole(fact: Fact, raw: object) -> int:
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdecimal() and len(raw) < 10:
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or not fact.least <= raw <= fact.most:
        raise Unfit(_("A whole number from %(least)s to %(most)s.") % {"least": fact.least, "most": fact.most})
    return raw


def _choice(fact: Fact, raw: object) -> str:
    if not isinstance(raw, str) or raw not in fact.choices:
        raise Unfit(_("One of %(names)s.") % {"names": ", ".join(fact.choices)})
    return raw


def _codes(fact: Fact, raw: object) -> list[str]:
    """Codes of languages or countries, as a list or with commas between them."""
    codes = re.split(r"[,\s]+", clean_line(raw, 400)) if isinstance(raw, str) else raw
    if not isinstance(codes, list):
        raise Unfit(_("Codes, with commas between them."))
    codes = [one for one in codes if one != ""]
    if not codes or len(codes) > CODES_AT_MOST or not all(isinstance(one, str) and _CODE.fullmatch(one) for one in codes):
        raise Unfit(_("One to %(count)s codes such as de or pt-BR, with commas between them.") % {"count": CODES_AT_MOST})
    return list(dict.fromkeys(one.lower() for one in codes))


def _pair(raw: object, *names: str) -> list[object]:
    if not isinstance(raw, dict) or set(raw) - set(names):
        raise Unfit("{" + ", ".join(names) + "}")
    return ["" if raw.get(name) is None else raw[name] for name in names]


def _dates(fact: Fact, raw: object) -> dict[str, str]:
    """One end may be open."""
    ends = _pair(raw, "from", "to")
    try:
        days = [date.fromisoformat(end).isoformat() if isinstance(end, str) and end else "" for end in ends]
    except ValueError:
        raise Unfit(_("Dates are written as 2027-03-31.")) from None
    if not any(days):
        raise Unfit(_("Choose a day."))
    if all(days) and days[0] > days[1]:
        raise Unfit(_("The last day comes before the first."))
    return {"from": days[0], "to": days[1]}


def _hours(fact: Fact, raw: object) -> dict[str, str]:
    """From an hour on, and before another; over midnight where the second is the smaller one."""
    begin, end = _pair(raw, "from", "to")
    if not all(isinstance(one, str) and _CLOCK.fullmatch(one) for one in (begin, end)) or begin == end:
        raise Unfit(_("Two times of the day, as 09:00 and 17:30."))
    return {"from": str(begin), "to": str(end)}


def _attribute(fact: Fact, raw: object) -> dict[str, str]:
    name, value = _pair(raw, "name", "value")
    value = str(value) if isinstance(value, int | float) else value
    return {"name": _line(name, NAME), "value": _line(value, NAME)}


READ: dict[Kind, Callable[[Fact, object], Any]] = {
    "none": _none,
    "pattern": _pattern,
    "name": _name,
    "whole": _whole,
    "choice": _choice,
    "codes": _codes,
    "dates": _dates,
    "hours": _hours,
    "attribute": _attribute,
}
