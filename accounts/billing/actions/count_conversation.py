"""A conversation begins: count it against the month, or refuse it."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from accounts.billing import clock
from accounts.billing.access import standing_here
from accounts.billing.plans import WARN_AT_PERCENT
from accounts.errors import PlanEnded
from accounts.tenancy import current_scope

# The row lock of the counter decides who gets the month's last one (BIL6); a rolled-back conversation gives it back.
_COUNT = """
INSERT INTO accounts_usage AS u (account_id, month, started) VALUES (%s, %s, 1)
ON CONFLICT (account_id, month) DO UPDATE SET started = u.started + 1 WHERE %s::int IS NULL OR u.started < %s::int
RETURNING started
"""


def this_month() -> date:
    """The first day of the month that is counted now, in UTC."""
    return clock.now().date().replace(day=1)


def count_conversation() -> None:
    """Count one more for the open account, in the transaction that begins it. Raises PlanEnded, also when the month is used up."""
    standing, account_id = standing_here(), current_scope().account_id
    if standing.ended:
        raise PlanEnded()
    limit = standing.plan.chats
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [account_id, this_month(), limit, limit])
        row = cursor.fetchone()
    if row is None:
        raise PlanEnded()
    if limit is not None and row[0] == _warning_at(limit):
        transaction.on_commit(lambda: _warn(account_id))


def _warning_at(limit: int) -> int:
    return -(-limit * WARN_AT_PERCENT // 100)


def _warn(account_id: int) -> None:
    from accounts.billing.tasks import warn_of_limit  # the broker is only needed by the one that reaches it

    warn_of_limit.delay(account_id)
