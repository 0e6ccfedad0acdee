"""A rule as somebody sent it, from a form or by REST: each field cleaned, or a sentence about what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.cards import mask_cards
from accounts.errors import BadText, Conflict, Empty, Invalid, NotFound, TooLong
from chat.access import department_here
from chat.models import Department
from chat.text import clean_line, clean_text
from widget.rules.carrying import CARRIED_AT_MOST, weight_of
from widget.rules.conditions import clean_conditions
from widget.rules.models import Rule

NAME, TEXT, ANSWER, TAG = 80, 280, 40, 60
ANSWERS_AT_MOST, TRANSLATIONS_AT_MOST, RULES_AT_MOST = 4, 10, 30
ASKS = ("email", "phone", "order")
NEEDED = ("name", "text")

_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Unfit(Exception):
    """A value that cannot be taken, in a sentence."""


def clean_draft(raw: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """Fields of a rule, cleaned. `whole`: name and text must be there. Raises Invalid, which says what is wrong with each."""
    wrong = dict.fromkeys(sorted(set(raw) - set(FIELDS)), _("There is no such field."))
    kept: dict[str, Any] = {}
    for name, clean in FIELDS.items():
        if name not in raw:
            if whole and name in NEEDED:
                wrong[name] = _("Write something here.")
            continue
        try:
            kept[name] = clean(raw[name])
        except Unfit as unfit:
            wrong[name] = str(unfit)
        except Invalid as invalid:
            wrong |= invalid.fields
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def _line(raw: object, longest: int, *, needed: bool = True) -> str:
    line = mask_cards(clean_line(raw, longest + 1)) if isinstance(raw, str) else None
    if line is None or (needed and not line):
        raise Unfit(_("Write something here."))
    if len(line) > longest:
        raise Unfit(_("At most %(count)s characters.") % {"count": longest})
    return line


def _text(raw: object) -> str:
    try:
        text = mask_cards(clean_text(raw))
    except Empty:
        raise Unfit(_("Write something here.")) from None
    except TooLong:
        text = "x" * (TEXT + 1)
    except BadText:
        raise Unfit(_("This has characters that cannot be stored.")) from None
    if len(text) > TEXT:
        raise Unfit(_("At most %(count)s characters.") % {"count": TEXT})
    return text


def _translations(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or len(raw) > TRANSLATIONS_AT_MOST:
        raise Unfit(_("At most %(count)s texts, each by its language.") % {"count": TRANSLATIONS_AT_MOST})
    kept = {}
    for language, text in raw.items():
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            raise Unfit(_("Languages are written as de or pt."))
        if text not in ("", None):
            kept[language] = _text(text)
    return kept


def _answers(raw: object) -> list[str]:
    if not isinstance(raw, list) or len(raw) > ANSWERS_AT_MOST:
        raise Unfit(_("At most %(count)s answers.") % {"count": ANSWERS_AT_MOST})
    return list(dict.fromkeys(_line(one, ANSWER) for one in raw))


def _asks(raw: object) -> list[str]:
    if not isinstance(raw, list) or not all(isinstance(one, str) and one in ASKS for one in raw):
        raise Unfit(_("Some of %(names)s.") % {"names": ", ".join(ASKS)})
    return [one for one in ASKS if one in raw]


def _switch(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Unfit(_("This is true or false."))
    return raw


def _department(raw: object) -> Department | None:
    """By its id; None, or nothing, for none."""
    if raw in (None, ""):
        return None
    try:
        return department_here(raw)
    except NotFound:
        raise Unfit(_("There is no such department.")) from None


def _one_of(*names: str) -> Callable[[object], str]:
    def read(raw: object) -> str:
        if not isinstance(raw, str) or raw not in names:
            raise Unfit(_("One of %(names)s.") % {"names": ", ".join(names)})
        return raw

    return read


FIELDS: dict[str, Callable[[object], Any]] = {
    "name": lambda raw: _line(raw, NAME),
    "active": _switch,
    "conditions": clean_conditions,
    "text": _text,
    "translations": _translations,
    "answers": _answers,
    "sender": _one_of(*Rule.Sender.values),
    "often": _one_of(*Rule.Often.values),
    "asks": _asks,
    "tag": lambda raw: _line(raw, TAG, needed=False),
    "department": _department,
}


def require_room() -> None:
    """Every visitor of every page loads them. Raises Conflict when they are too many, or together too long."""
    if Rule.objects.count() > RULES_AT_MOST:
        raise Conflict(_("A project has at most %(count)s automatic messages.") % {"count": RULES_AT_MOST})
    if weight_of(Rule.objects.filter(active=True)) > CARRIED_AT_MOST:
        raise Conflict(_("Together they are too long: every page of your site loads them. Turn one off, or shorten some."))
