"""What the pages of hours, routing and forms send, as the actions take it. Nothing is checked here: the actions do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from chat.entry import CHOICES_AT_MOST, FIELDS_AT_MOST, FieldShape
from chat.hours import DAY_MIN
from chat.models import Desk

RANGES = 2  # what a day has room for on the page
# Presented on the page when hours are kept for the first time.
USUAL: list[list[list[int]]] = [[[9 * 60, 17 * 60]]] * 5 + [[], []]

WITHIN = (
    (0, _("Say nothing about it")),
    (5, _("5 minutes")),
    (15, _("15 minutes")),
    (30, _("30 minutes")),
    (60, _("an hour")),
    (120, _("2 hours")),
    (240, _("4 hours")),
    (480, _("8 hours")),
    (1440, _("a day")),
    (2880, _("2 days")),
)
WHEN_AWAY = (
    ("chat", _("The chat as always")),
    ("form", _("A form to leave a message")),
    ("hide", _("Nothing: the launcher is hidden")),
)
# Each way with its name, and what it means.
WAYS = (
    ("manual", _("Operators take them"), _("Everybody sees who waits, and whoever has time takes them.")),
    ("round_robin", _("Round robin"), _("Each new chat goes to the person who has waited longest for one.")),
    ("least_busy", _("Least busy"), _("Each new chat goes to the person with the fewest active ones.")),
)
KIND_WORDS = {
    "name": _("Name"),
    "email": _("Email"),
    "phone": _("Phone"),
    "order": _("Order number"),
    "text": _("Your own question"),
    "choice": _("Your own choice"),
}


def minutes_of(words: str) -> Any:
    """“09:30” as minutes; whatever else it is comes back as it is, for the action to refuse."""
    hours, _colon, minutes = words.partition(":")
    fits = hours.isascii() and minutes.isascii() and hours.isdecimal() and minutes[:2].isdecimal()
    return int(hours) * 60 + int(minutes[:2]) if fits and len(hours) <= 2 and int(hours) < 24 and int(minutes[:2]) < 60 else words


def clock_of(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def ranges_of(post: QueryDict, prefix: str, most: int = RANGES) -> list[list[Any]]:
    """The times of one day; an end at 00:00 is midnight."""
    found = []
    for place in range(most):
        start, end = (post.get(f"{prefix}_{name}{place}", "") for name in ("from", "until"))
        if start or end:
            found.append([minutes_of(start), minutes_of(end) or DAY_MIN])
    return found


def week_of(post: QueryDict) -> list[Any] | None:
    """The week of the page; null where no hours are kept."""
    if post.get("keeps") != "on":
        return None
    return [ranges_of(post, f"day{day}") if post.get(f"day{day}") == "on" else [] for day in range(7)]


@dataclass(frozen=True)
class Slot:
    """One pair of fields for times."""

    place: int
    start: str
    end: str


@dataclass(frozen=True)
class DayRow:
    """One day of the week on the page."""

    number: int
    words: Any
    slots: list[Slot]

    @property
    def open(self) -> bool:
        return any(slot.start for slot in self.slots)


def slots_of(ranges: Sequence[Sequence[int]]) -> list[Slot]:
    given = [(clock_of(start), clock_of(end)) for start, end in ranges]
    return [Slot(place, *(given[place] if place < len(given) else ("", ""))) for place in range(max(RANGES, len(given)))]


def week_rows(desk: Desk) -> list[DayRow]:
    week = desk.week if desk.week is not None else USUAL
    return [DayRow(day, WEEKDAYS[day], slots_of(week[day])) for day in range(7)]


def number_of(words: str) -> Any:
    """A whole number; whatever else it is comes back as it is, for the action to refuse."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 9 else words


@dataclass(frozen=True)
class FieldRow:
    """One question on the page; the last ones are empty, to add some."""

    place: int
    kind: str = ""
    label: str = ""
    required: bool = False
    choices: str = ""


def field_rows(fields: Sequence[FieldShape], spare: int = 2) -> list[FieldRow]:
    rows = [FieldRow(place, one["kind"], one["label"], one["required"], ", ".join(one["choices"])) for place, one in enumerate(fields)]
    return rows + [FieldRow(place) for place in range(len(rows), min(len(rows) + spare, FIELDS_AT_MOST))]


def fields_of(post: QueryDict, prefix: str) -> list[dict[str, Any]]:
    """The questions of the page, those without a kind left out."""
    found = []
    for place in range(FIELDS_AT_MOST):
        kind = post.get(f"{prefix}_kind{place}", "")
        if kind:
            choices = [one.strip() for one in post.get(f"{prefix}_choices{place}", "").split(",")][: CHOICES_AT_MOST + 1]
            required = post.get(f"{prefix}_required{place}") == "on"
            found.append({"kind": kind, "label": post.get(f"{prefix}_label{place}", ""), "required": required, "choices": choices})
    return found
