"""What the account's plan lets happen in conversations: the one door from chat to billing, and what the hot path remembers of it."""

from __future__ import annotations

import time
import uuid

from django.db import connection

from accounts.actors import Actor
from accounts.billing import access, clock
from accounts.billing.plans import FINISH, GRACE
from accounts.errors import PlanEnded
from chat.models import Message

LOOK_EVERY_S = 30  # a week's grace may end this much later


def require_writing(actor: Actor, client_id: uuid.UUID) -> None:
    """Raises PlanEnded once the week to finish open conversations is over too.

    What was stored before that is still answered: its sender only missed the reply.
    """
    if access.may_write_here():
        return
    stored = Message.objects.filter(author_kind=actor.author_kind, author_id=actor.id, client_id=client_id)
    if not stored.exists():
        raise PlanEnded()


class ClosedAccounts:
    """What a process remembers of accounts whose week is over: the hot path asks here, and nobody else."""

    def __init__(self) -> None:
        self._ids: frozenset[int] = frozenset()
        self._looked = float("-inf")

    def __contains__(self, account_id: int) -> bool:
        """Whether the account's messages are for the ordinary action, which asks the database again."""
        return account_id in self._ids

    def look(self) -> None:
        """Learn it again, when that was a while ago. Called in a thread by the watch of revocations."""
        if time.monotonic() - self._looked < LOOK_EVERY_S:
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT account_id FROM public.accounts_closed(%s)", [clock.now() - GRACE - FINISH])
            self._ids = frozenset(int(account_id) for (account_id,) in cursor.fetchall())
        self._looked = time.monotonic()


closed = ClosedAccounts()
