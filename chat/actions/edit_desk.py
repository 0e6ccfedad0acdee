"""Change how a project receives people: hours, what is there while nobody is, routing, and the forms around a chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import Invalid
from accounts.models import Project
from chat.actions.route_conversation import route_soon
from chat.actions.set_availability import announce_operators
from chat.entry import clean_fields
from chat.hours import clean_week, clean_zone
from chat.models import Desk, Way, WhenAway
from chat.text import clean_line

WEEK_MIN = 7 * 24 * 60
NUMBERS = {
    "replies_within_min": (0, WEEK_MIN),
    "capacity": (0, 100),
    "quiet_after_min": (1, WEEK_MIN),
    "away_after_min": (1, 8 * 60),
    "accept_within_s": (0, 24 * 3600),
}
TEXTS = {"away_text": 300, "consent_text": 500}
CHOICES: dict[str, list[str]] = {"when_away": WhenAway.values, "way": Way.values}
EDITABLE = (*NUMBERS, *TEXTS, *CHOICES, "zone", "week", "consent_href", "asks_before", "asks_away", "rating")


def edit_desk(actor: Actor, project: Project, /, **changes: Any) -> Desk:
    """Change the named fields of EDITABLE, and tell everybody who is affected now.

    Raises Forbidden without EDIT_PROJECT, Invalid with what is wrong with each.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    cleaned = _cleaned(project, changes)
    Desk.objects.get_or_create(project_id=project.pk)
    desk: Desk = Desk.objects.select_for_update(no_key=True).get()
    for name, value in cleaned.items():
        setattr(desk, name, value)
    desk.keeps_hours = desk.week is not None
    desk.save(update_fields=[*sorted(cleaned), "keeps_hours"])
    audit.record(actor, "desk.edited", project, changed=sorted(cleaned))
    announce_operators(project)
    route_soon(project)
    return desk


def _cleaned(project: Project, changes: dict[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {name: "There is no such setting." for name in changes if name not in EDITABLE}
    cleaned: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in wrong:
            try:
                cleaned[name] = _clean(project, name, value)
            except Invalid as refused:
                wrong |= refused.fields or {name: refused.detail}
    if wrong:
        raise Invalid(fields=wrong)
    return cleaned


def _clean(project: Project, name: str, value: Any) -> Any:
    if name in NUMBERS:
        return _number(name, value)
    if name in TEXTS:
        return _text(project, name, value)
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise Invalid("One of {choices}.".format(choices=", ".join(CHOICES[name])))
        return value
    return OTHERS[name](project, value)


def _number(name: str, value: Any) -> int:
    least, most = NUMBERS[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Invalid(fields={name: f"A whole number from {least} to {most}."})
    return value


def _text(project: Project, name: str, value: Any) -> str:
    """Words that bind, or that visitors read, are refused when they are too long, and never cut."""
    if not isinstance(value, str) or len(value) > TEXTS[name]:
        raise Invalid(fields={name: f"A text of at most {TEXTS[name]} characters."})
    return masked(project, clean_line(value, TEXTS[name]))


def _href(project: Project, value: Any) -> str:
    """An address that a visitor may be sent to: of the web, or none."""
    words = clean_line(value, 501)
    try:
        parts = urlsplit(words)
        fits = not words or (parts.scheme in ("http", "https") and bool(parts.hostname) and len(words) <= 500 and " " not in words)
    except ValueError:
        fits = False
    if not isinstance(value, str) or not fits:
        raise Invalid(fields={"consent_href": "Write an address like https://www.example.com/privacy."})
    return words


def _rating(project: Project, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Invalid(fields={"rating": "This is true or false."})
    return value


OTHERS: dict[str, Callable[[Project, Any], Any]] = {
    "zone": lambda project, value: clean_zone(value),
    "week": lambda project, value: clean_week(value),
    "consent_href": _href,
    "rating": _rating,
    "asks_before": lambda project, value: clean_fields(project, value, "asks_before"),
    "asks_away": lambda project, value: clean_fields(project, value, "asks_away"),
}
