"""An integration, and a kind of them, as the settings show it: its mark, its state in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integrations.connectors import Connector, Standing, connectors
from integrations.fields import FIELDS, Field
from integrations.models import Integration
from integrations.queries import integrations_here, removed_with_log
from integrations.sealing import secrets_of

REMOVED_SHOWN = 50


@dataclass(frozen=True)
class State:
    """How an integration is: a colour of badges.css, an icon, a word. Colour is never alone."""

    kind: str
    icon: str
    words: str


@dataclass(frozen=True)
class Row:
    """One integration with its connector."""

    integration: Integration
    connector: Connector

    @property
    def place(self) -> str:
        return self.connector.place(self.integration)

    @property
    def state(self) -> State:
        health = Integration.Health(self.integration.health)
        if self.integration.removed_at:
            return State("", "x", _("Removed"))
        if not self.integration.enabled:
            return State("", "lock", _("Disabled"))
        if self.waits:
            return State("warn", "clock", _("Waits for a yes"))
        if health == Integration.Health.FAILING:
            return State("bad", "alert", _("Failing since %(moment)s") % {"moment": self.failing_when})
        if health == Integration.Health.WORKING:
            return State("ok", "check", _("Working"))
        return State("", "clock", _("Not checked yet"))

    @property
    def waits(self) -> bool:
        """For a yes of whoever receives it."""
        return self.connector.needs_confirmation and self.integration.confirmed_at is None

    @property
    def failing_when(self) -> str:
        return said_when(self.integration.failing_since)

    @property
    def removed_when(self) -> str:
        return said_when(self.integration.removed_at)

    @property
    def disabled_when(self) -> str:
        return said_when(self.integration.disabled_at)

    @property
    def checked(self) -> str:
        """When we last heard how it is."""
        at = self.integration.health_at
        return _("Last heard of %(moment)s") % {"moment": said_when(at)} if at else _("Not heard of yet")

    @property
    def standing(self) -> list[Standing]:
        """The secrets of our making that are in use, the newest first."""
        return self.connector.standing(secrets_of(self.integration), timezone.now())

    @property
    def choices(self) -> list[tuple[Field, bool]]:
        """Every field that can be ticked, and whether it is."""
        return [(FIELDS[name], name in self.integration.fields) for name in self.connector.fields]

    @property
    def mapped(self) -> list[dict[str, Any]]:
        """Every field that can have a name of the other side, with the name it has."""
        theirs = self.integration.mapping
        return [{"field": FIELDS[name], "theirs": theirs.get(name, "")} for name in self.connector.mapping]


def said_when(moment: datetime | None) -> str:
    """The clock of today, else the date; in UTC as everywhere in the settings."""
    if moment is None:
        return "?"
    today = moment.date() == timezone.now().date()
    return f"{date_format(moment, 'H:i')} UTC" if today else date_format(moment, "DATE_FORMAT")


def rows_here() -> list[Row]:
    """The integrations of the open project. A kind that this version does not know is passed over."""
    return [Row(each, connectors()[each.connector]) for each in integrations_here() if each.connector in connectors()]


def removed_rows() -> list[Row]:
    """Those that were removed, but whose log shows that something was sent there."""
    return [Row(each, connectors()[each.connector]) for each in removed_with_log()[:REMOVED_SHOWN] if each.connector in connectors()]


def kinds(words: str = "") -> list[Connector]:
    """Every connector, or those whose name or sentence has these words."""
    asked = words.casefold().strip()
    return [each for each in connectors().values() if asked in f"{each.name} {each.about}".casefold()]
