"""Days with hours of their own: one by one, and a country's holidays by the year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import holidays
from django.utils import timezone
from django.utils.translation import get_language

from accounts import audit
from accounts.actors import Actor
from accounts.capabilities import Capability, require
from accounts.cards import masked
from accounts.errors import Invalid
from accounts.models import Project
from chat.actions.set_availability import announce_operators
from chat.hours import clean_day
from chat.models import Desk, SpecialDay
from chat.text import clean_line

DAYS_AT_MOST = 400
YEARS_AHEAD = 2  # the present year and the next: later ones are imported when they come


def set_special_day(actor: Actor, project: Project, *, day: object, name: object, open_at: object) -> SpecialDay:
    """This date has these hours, none for a day off; what it had is forgotten. Raises Forbidden without EDIT_PROJECT, Invalid."""
    require(actor, Capability.EDIT_PROJECT, project)
    when = _date(day)
    hours = clean_day(open_at)
    if not SpecialDay.objects.filter(date=when).exists() and SpecialDay.objects.count() >= DAYS_AT_MOST:
        raise Invalid(fields={"date": f"At most {DAYS_AT_MOST} days."})
    words = masked(project, clean_line(name, 80))
    row, _made = SpecialDay.objects.update_or_create(
        date=when, defaults={"project_id": project.pk, "name": words, "open": hours, "imported": False}
    )
    audit.record(actor, "desk.day_set", project, date=when.isoformat())
    announce_operators(project)
    return row


def remove_special_day(actor: Actor, project: Project, *, day: object) -> None:
    """The week's hours hold on this date again. Raises Forbidden without EDIT_PROJECT, Invalid for what is no date."""
    require(actor, Capability.EDIT_PROJECT, project)
    when = _date(day)
    SpecialDay.objects.filter(date=when).delete()
    audit.record(actor, "desk.day_removed", project, date=when.isoformat())
    announce_operators(project)


def import_holidays(actor: Actor, project: Project, *, country: object, region: object) -> int:
    """A country's public holidays, or a region's, as days off: this year's and the next one's. How many.

    Days that somebody has set themselves stay as they are; those that an earlier import brought go first. An empty country only takes
    those away. Raises Forbidden without EDIT_PROJECT, Invalid for a country or region that nobody knows.
    """
    require(actor, Capability.EDIT_PROJECT, project)
    found = _days_of(country, region)
    Desk.objects.get_or_create(project_id=project.pk)
    desk: Desk = Desk.objects.select_for_update(no_key=True).get()
    desk.country, desk.region = str(country), str(region)
    desk.save(update_fields=["country", "region"])
    SpecialDay.objects.filter(imported=True).delete()
    own = set(SpecialDay.objects.values_list("date", flat=True))
    days = [SpecialDay(project=project, date=day, name=name[:80], imported=True) for day, name in sorted(found.items()) if day not in own]
    SpecialDay.objects.bulk_create(days)
    audit.record(actor, "desk.holidays_imported", project, country=str(country), count=len(days))
    announce_operators(project)
    return len(days)


def countries() -> dict[str, list[str]]:
    """The countries whose days are known, by ISO 3166 code, each with its regions."""
    return holidays.list_supported_countries()


def _days_of(country: object, region: object) -> dict[date, str]:
    """The days in the words of whoever asks, where the country's calendar speaks their language, else in its own."""
    known = countries()
    if country == "" and region == "":
        return {}
    if not isinstance(country, str) or country not in known:
        raise Invalid(fields={"country": "Choose a country from the list."})
    if not isinstance(region, str) or (region and region not in known[country]):
        raise Invalid(fields={"region": "This country has no such region."})
    this_year = timezone.now().year
    options: dict[str, Any] = {"subdiv": region or None, "years": range(this_year, this_year + YEARS_AHEAD)}
    speaks = {language.lower().replace("_", "-"): language for language in holidays.country_holidays(country).supported_languages}
    wanted = (get_language() or "en").lower()
    near = next((language for tag, language in speaks.items() if tag.split("-")[0] == wanted.split("-")[0]), None)
    calendar: Any = holidays.country_holidays(country, language=near, **options)
    since = timezone.now().date() - timedelta(days=1)
    return {day: str(name) for day, name in calendar.items() if day >= since}


def _date(raw: object) -> date:
    """A date within the years that a calendar of ours shows. Raises Invalid."""
    try:
        found = raw if isinstance(raw, date) else date.fromisoformat(str(raw))
    except ValueError:
        raise Invalid(fields={"date": "Write a date."}) from None
    today = timezone.now().date()
    if not today - timedelta(days=7) <= found <= today + timedelta(days=3 * 366):
        raise Invalid(fields={"date": "Choose a day from today on, at most three years ahead."})
    return found
