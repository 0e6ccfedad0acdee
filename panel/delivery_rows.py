"""A delivery as the settings show it: its state in words, its tries, and when the next ones come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat.models import Visitor
from integrations.models import Attempt, Delivery
from integrations.queries import attempts_of
from integrations.schedule import MOST_TRIES, TRIES
from panel.integration_rows import State, said_when


@dataclass(frozen=True)
class DeliveryRow:
    """One line of the list. `visitor` is their name now; empty for who has none, or has been erased."""

    delivery: Delivery
    visitor: str

    @property
    def state(self) -> State:
        delivery, states = self.delivery, Delivery.State
        if delivery.state == states.DELIVERED:
            return State("ok", "check", _("Delivered, sent again") if delivery.reason else _("Delivered"))
        if delivery.state == states.FAILED:
            return State("bad", "alert", _("Failed, %(status)s") % {"status": delivery.status} if delivery.status else _("Failed"))
        if delivery.state == states.CANCELLED:
            return State("", "x", _("Cancelled"))
        if delivery.state == states.SENDING:
            return State("acc", "send", _("Sending"))
        if delivery.tries == 0:
            return State("acc", "clock", _("Waits its turn"))
        return State("warn", "clock", _("Next try %(moment)s") % {"moment": said_when(delivery.next_at)})

    @property
    def tries(self) -> str:
        if self.delivery.under_way or self.delivery.tries == MOST_TRIES:
            return _("%(tries)s of %(most)s") % {"tries": self.delivery.tries, "most": MOST_TRIES}
        return str(self.delivery.tries)


@dataclass(frozen=True)
class WholeRow(DeliveryRow):
    """The one that is looked at, with every try."""

    attempts: list[Attempt]

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """How each try ended, with what the other side said."""
        return [{"attempt": one, "words": _ended(one), "took": f"{one.took_ms / 1000:.1f} s"} for one in self.attempts]

    @property
    def bar(self) -> list[str]:
        """A piece for each try that was made or may come: `ok`, `bad`, `next` or `later`."""
        made = ["ok" if one.delivered else "bad" for one in self.attempts][:MOST_TRIES]
        if not self.delivery.under_way:
            return made
        return [*made, "next", *["later"] * MOST_TRIES][:MOST_TRIES]

    @property
    def later(self) -> str:
        """The waits after the next try, as `6 more: after 2 h, 5 h`; nothing where none is planned."""
        waits = TRIES[self.delivery.tries + 1 :]
        if not self.delivery.under_way or not waits:
            return ""
        words = ngettext("%(count)s more: after %(waits)s", "%(count)s more: after %(waits)s", len(waits))
        return words % {"count": len(waits), "waits": ", ".join(map(_short, waits))}

    @property
    def last_at(self) -> str:
        """About when the last try comes, if all before it fail."""
        waits, at = TRIES[self.delivery.tries + 1 :], self.delivery.next_at
        return date_format(at + sum(waits, timedelta()), "D j M, H:i") if waits and at and self.delivery.under_way else ""

    @property
    def body(self) -> str | None:
        """What was sent, byte for byte; None once it was purged."""
        forward = self.delivery.forward
        return None if forward.purged_at else bytes(forward.body).decode("utf-8", "replace")


def _ended(attempt: Attempt) -> str:
    if attempt.delivered:
        return _("%(status)s from the other side") % {"status": attempt.status} if attempt.status else _("Taken")
    return _("%(status)s from the other side") % {"status": attempt.status} if attempt.status else _("No answer")


def _short(wait: timedelta) -> str:
    minutes = int(wait.total_seconds()) // 60
    return _("%(count)s h") % {"count": minutes // 60} if minutes >= 60 else _("%(count)s min") % {"count": minutes}


def delivery_rows(found: Sequence[Delivery]) -> list[DeliveryRow]:
    """With the visitors' names, in one query for all."""
    names = dict(Visitor.objects.filter(public_id__in={one.forward.visitor for one in found}).values_list("public_id", "name"))
    return [DeliveryRow(one, names.get(one.forward.visitor, "")) for one in found]


def whole_row(delivery: Delivery) -> WholeRow:
    (row,) = delivery_rows([delivery])
    return WholeRow(delivery, row.visitor, attempts_of(delivery))


def rests(until: datetime | None, now: datetime) -> str:
    """When an endpoint that rests is asked again; nothing where it does not."""
    return said_when(until) if until and until > now else ""
