"""What an operator may ask a visitor for, inside the talk: the one table, and what makes a good answer.

A new kind is a line here and in `AskName`; the browsers' tables are typed by that name and do not compile without it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.cards import masked
from accounts.errors import Invalid
from accounts.models import Project
from chat.shapes import AskName, ConsentShape
from chat.text import clean_line

PURPOSE = 200  # characters
CONSENT = 500
VERSION = 12  # hex digits of the hash of the words: equal words are one version, and none can be changed behind it

_PHONE = re.compile(r"\+?[\d\s().\-/]+")
_DIGITS = range(5, 16)  # E.164 has at most 15; short numbers of a town still count


class Unfit(Exception):
    """An answer that cannot be taken, in a sentence for the visitor."""


def _email(line: str) -> str:
    try:
        validate_email(line)
    except ValidationError:
        raise Unfit(_("This does not look like an email address.")) from None
    return line


def _phone(line: str) -> str:
    """As people write it, in the digits of any script. Which country it is in is not ours to guess."""
    plain = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in line)
    if not _PHONE.fullmatch(plain) or sum(one.isdecimal() for one in plain) not in _DIGITS:
        raise Unfit(_("This does not look like a phone number."))
    return plain


def _any(line: str) -> str:
    return line


@dataclass(frozen=True)
class Ask:
    """One thing to ask for. `longest` is in characters, 0 where the answer is yes or no; `fills` is the visitor's own field."""

    words: Promise
    longest: int
    fit: Callable[[str], str] = _any
    fills: str = ""


ASKS: dict[AskName, Ask] = {
    "name": Ask(gettext_lazy("Name"), 120, fills="name"),
    "email": Ask(gettext_lazy("Email"), 254, _email, fills="email"),
    "phone": Ask(gettext_lazy("Phone"), 40, _phone, fills="phone"),
    "order": Ask(gettext_lazy("Order number"), 100),
    "consent": Ask(gettext_lazy("Consent"), 0),
}
assert tuple(ASKS) == get_args(AskName)


@dataclass(frozen=True)
class Question:
    """What is asked for in one request and why. `consent` are the words that a visitor may agree to, if that is asked."""

    asks: tuple[AskName, ...]
    purpose: str
    consent: ConsentShape | None = None

    @property
    def text(self) -> str:
        """For whoever shows no form: the inbox's list, a transcript."""
        return _("%(asks)s: %(purpose)s") % {"asks": named(self.asks), "purpose": self.purpose}


def named(asks: Sequence[AskName]) -> str:
    """Kinds as people call them."""
    return ", ".join(str(ASKS[name].words) for name in asks)


def question_of(project: Project, body: Mapping[str, Any]) -> Question:
    """`{asks, purpose, consent?}` as somebody sent it. Raises Invalid, which says what is wrong with each."""
    asks = _known(body.get("asks"))
    purpose, words = _words(project, body.get("purpose"), PURPOSE), _words(project, body.get("consent"), CONSENT)
    wrong: dict[str, str] = {}
    if not asks:
        wrong["asks"] = _("One or more of %(names)s.") % {"names": ", ".join(ASKS)}
    if not purpose:
        wrong["purpose"] = _("Say what it is for, in at most %(count)s characters.") % {"count": PURPOSE}
    if not words and ("consent" in asks or "consent" in body):
        wrong["consent"] = _("The words to agree to, in at most %(count)s characters.") % {"count": CONSENT}
    if wrong:
        raise Invalid(fields=wrong)
    return Question(asks, purpose, consent_of(words) if "consent" in asks else None)


def _known(raw: object) -> tuple[AskName, ...]:
    """The kinds that a list names, in the table's order; none where it names another."""
    if not isinstance(raw, list) or not all(isinstance(name, str) and name in ASKS for name in raw):
        return ()
    return tuple(name for name in ASKS if name in raw)


def _words(project: Project, raw: object, longest: int) -> str:
    """One line, or nothing where there are none or too many: words that bind are never cut."""
    return masked(project, clean_line(raw, longest)) if isinstance(raw, str) and len(raw) <= longest else ""


def consent_of(words: str) -> ConsentShape:
    """Words to agree to, with their version."""
    return {"version": hashlib.sha256(words.encode()).hexdigest()[:VERSION], "text": words}


def answers_of(project: Project, asks: Sequence[str], raw: object) -> dict[AskName, str | bool]:
    """What a visitor gave, cleaned, in the table's order; nothing is “Not now”. Raises Invalid, which says what is wrong with each."""
    if not isinstance(raw, dict):
        raise Invalid(_("answers is an object."))
    given: dict[AskName, str | bool] = {}
    wrong = {str(name)[:40]: _("This was not asked for.") for name in raw if name not in asks}
    for name, ask in ASKS.items():
        if name not in asks or raw.get(name) in (None, ""):
            continue
        try:
            given[name] = _answer(project, ask, raw[name])
        except Unfit as unfit:
            wrong[name] = str(unfit)
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return given


def _answer(project: Project, ask: Ask, raw: object) -> str | bool:
    if ask.longest == 0:
        if not isinstance(raw, bool):
            raise Unfit(_("The answer is yes or no."))
        return raw
    line = clean_line(raw, ask.longest + 1)
    if not line:
        raise Unfit(_("There is nothing in this answer that can be kept."))
    if len(line) > ask.longest:
        raise Unfit(_("At most %(count)s characters.") % {"count": ask.longest})
    return ask.fit(masked(project, line))
