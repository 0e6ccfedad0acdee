"""What is asked before a chat and while nobody is here: a project's own list of fields, and what makes a good answer to one.

What `chat/asks.py` knows is asked by its name and fills the visitor's own row; any other question has the project's own words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, cast

from django.utils.translation import gettext as _

from accounts.cards import masked
from accounts.errors import Invalid
from accounts.models import Project
from chat.asks import ASKS, answers_of, consent_of
from chat.models import Answer, Consent, Desk, Visitor
from chat.shapes import AskName, ConsentShape
from chat.text import clean_line

FIELDS_AT_MOST = 8
CHOICES_AT_MOST = 8
LABEL, CHOICE, OWN_ANSWER = 80, 60, 500  # characters

Kind = Literal["name", "email", "phone", "order", "text", "choice"]
KNOWN: tuple[Kind, ...] = ("name", "email", "phone", "order")
KINDS: tuple[Kind, ...] = (*KNOWN, "text", "choice")
Place = Literal["before", "away"]
PLACES: tuple[Place, ...] = ("before", "away")


class FieldShape(TypedDict):
    """One question of a form, as it is stored. `label` is empty for what is known by name, `choices` for all but a choice."""

    kind: Kind
    label: str
    required: bool
    choices: list[str]


class PublicFieldShape(FieldShape):
    """The same for browsers; `key` is what the answer is sent under."""

    key: str


def key_of(field: FieldShape) -> str:
    """What an answer is kept under: equal questions have an equal key, so that nobody is asked the same twice."""
    if field["kind"] in KNOWN:
        return field["kind"]
    return "own:" + hashlib.sha256(field["label"].encode()).hexdigest()[:12]


def public_fields(fields: Sequence[FieldShape]) -> list[PublicFieldShape]:
    return [{**field, "key": key_of(field)} for field in fields]


def clean_fields(project: Project, raw: object, name: str) -> list[FieldShape]:
    """A list of fields as somebody sent it. Raises Invalid under `name`."""
    if not isinstance(raw, list) or len(raw) > FIELDS_AT_MOST:
        raise Invalid(fields={name: f"At most {FIELDS_AT_MOST} questions."})
    fields = [_clean_field(project, one, name) for one in raw]
    keys = [key_of(field) for field in fields]
    if len(set(keys)) < len(keys):
        raise Invalid(fields={name: "Each question once."})
    return fields


def _clean_field(project: Project, raw: object, name: str) -> FieldShape:
    if not isinstance(raw, dict) or raw.get("kind") not in KINDS or not isinstance(raw.get("required", False), bool):
        raise Invalid(fields={name: "A question is one of {kinds}.".format(kinds=", ".join(KINDS))})
    kind: Kind = raw["kind"]
    label = "" if kind in KNOWN else masked(project, clean_line(raw.get("label"), LABEL))
    if kind not in KNOWN and not label:
        raise Invalid(fields={name: "A question of your own needs its words."})
    choices = _clean_choices(raw.get("choices"), name) if kind == "choice" else []
    return {"kind": kind, "label": label, "required": raw.get("required", False), "choices": choices}


def _clean_choices(raw: object, name: str) -> list[str]:
    given = raw if isinstance(raw, list) else []
    choices = list(dict.fromkeys(filter(None, (clean_line(one, CHOICE) for one in given))))
    if not 2 <= len(choices) <= CHOICES_AT_MOST:
        raise Invalid(fields={name: f"A choice has 2 to {CHOICES_AT_MOST} answers."})
    return choices


@dataclass(frozen=True)
class Given:
    """What a visitor filled in: `known` by the names of `asks.py`, `own` by key, with the words of the question."""

    known: dict[AskName, str | bool]
    own: dict[str, tuple[str, str]]

    def __bool__(self) -> bool:
        return bool(self.known or self.own)

    @property
    def by_key(self) -> dict[str, Any]:
        """All of it as answers are kept: what is known by name as it is, the others with their question."""
        own = {key: {"label": label, "value": value} for key, (label, value) in self.own.items()}
        return {str(name): value for name, value in self.known.items()} | own


# To be answered by mail one needs an address, whatever else is asked.
EMAIL: FieldShape = {"kind": "email", "label": "", "required": True, "choices": []}


def fields_of(desk: Desk, place: Place) -> list[FieldShape]:
    """What a form asks for, in order."""
    if place == "before":
        return cast("list[FieldShape]", desk.asks_before)
    return [EMAIL, *(field for field in cast("list[FieldShape]", desk.asks_away) if field["kind"] != "email")]


def given_in(project: Project, fields: Sequence[FieldShape], raw: object) -> Given:
    """The answers, cleaned. What is required and already known was not asked again, so nothing is missed here.

    Raises Invalid, which says what is wrong with each.
    """
    if not isinstance(raw, dict):
        raise Invalid(_("answers is an object."))
    own_fields = {key_of(field): field for field in fields if field["kind"] not in KNOWN}
    own, wrong = {}, {}
    for key, field in own_fields.items():
        if (value := raw.get(key)) in (None, ""):
            continue
        words = clean_line(value, OWN_ANSWER)
        if not words or (field["kind"] == "choice" and words not in field["choices"]):
            wrong[key] = _("There is nothing in this answer that can be kept.")
        own[key] = (field["label"], masked(project, words))
    asks = [field["kind"] for field in fields if field["kind"] in KNOWN]
    try:
        known = answers_of(project, asks, {name: value for name, value in raw.items() if name not in own_fields})
    except Invalid as refused:
        raise Invalid(refused.detail, fields={**refused.fields, **wrong}) from None
    if wrong:
        raise Invalid(" ".join(wrong.values()), fields=wrong)
    return Given(known, own)


def known_of(desk: Desk, visitor: Visitor | None) -> list[str]:
    """The keys of what need not be asked of a visitor: their own row has it, or they answered it before."""
    if visitor is None:
        return []
    keys = {key_of(field) for place in PLACES for field in fields_of(desk, place)}
    found = {
        name for name in keys & set(KNOWN) if ASKS[cast("AskName", name)].fills and getattr(visitor, ASKS[cast("AskName", name)].fills)
    }
    if keys - set(KNOWN):
        answered = Answer.objects.filter(form__conversation__visitor=visitor, ask__in=keys - set(KNOWN))
        found |= set(answered.values_list("ask", flat=True))
    return sorted(found)


def missing(fields: Sequence[FieldShape], given: Mapping[str, Any], known: Sequence[str]) -> list[str]:
    """The keys of what is required, and neither given nor known."""
    return [key for field in fields if (key := key_of(field)) and field["required"] and key not in known and not given.get(key)]


def wanted_consent(desk: Desk) -> ConsentShape | None:
    """The words that somebody has to agree to before they write; None where a project asks for none."""
    return consent_of(desk.consent_text) if desk.consent_text else None


def has_consented(desk: Desk, visitor: Visitor | None) -> bool:
    """Whether the visitor's last word on the present words is yes, or none is asked for."""
    wanted = wanted_consent(desk)
    if wanted is None:
        return True
    last = Consent.objects.filter(visitor=visitor).order_by("-id").first() if visitor is not None else None
    return last is not None and last.agreed and last.version == wanted["version"]
