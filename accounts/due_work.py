"""Work that waits in any account, and every account there is: internal ids only, from definer functions."""

from __future__ import annotations

from django.db import connection


def all_accounts() -> list[int]:
    """Internal ids of all accounts, oldest first: for commands that go through every one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id FROM public.all_accounts()")
        return [int(one) for (one,) in cursor.fetchall()]


def erasures_due() -> list[tuple[int, int]]:
    """(erasure, account) of what is to be erased by now, or erased and not yet written down outside the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erasure_id, account_id FROM public.erasures_due()")
        return [(int(first), int(second)) for first, second in cursor.fetchall()]


def exports_left() -> list[tuple[int, int]]:
    """(export, account) of what nobody has gone on with for minutes: a worker that died leaves it for the next one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT export_id, account_id FROM public.exports_left()")
        return [(int(first), int(second)) for first, second in cursor.fetchall()]
