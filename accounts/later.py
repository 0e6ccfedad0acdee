"""Tells upper floors afterwards what happened to an account: the registry that they fill in `apps.py: ready()`."""

from __future__ import annotations

from collections.abc import Callable

# Gets the account's internal id and that of the thing (an invoice, a subscription, the opener, a project). Called after the commit; must
# be safe to run twice, and does its own work in Celery unless it is one short statement.
Hear = Callable[[int, int], None]

HEARERS: dict[str, list[Hear]] = {"account.opened": [], "project.added": [], "invoice.paid": [], "invoice.given_back": [], "plan.ended": []}


def hear(event: str, callback: Hear) -> None:
    """Register for one of HEARERS. Raises KeyError for an event that does not exist."""
    HEARERS[event].append(callback)


def tell(event: str, account_id: int, thing_id: int) -> None:
    """Call everybody who registered."""
    for callback in HEARERS[event]:
        callback(account_id, thing_id)
