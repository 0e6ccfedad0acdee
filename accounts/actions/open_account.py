"""Become a customer: an account with its first owner."""

from __future__ import annotations

from django.db import connection, transaction

from accounts import apart, audit, later
from accounts.actors import actor_of_member
from accounts.cards import mask_cards
from accounts.errors import Forbidden
from accounts.models import Account, Member, Role, User
from accounts.tenancy import account


def open_account(user: User, *, name: str) -> Account:
    """Open an account named `name` whose owner is `user`.

    The id comes from the sequence first: the scope has to be open before the row that it belongs to exists. Raises Forbidden for
    somebody whom another account's provider lets in, who are in that one and nowhere else, and for a partner, who is in none.
    """
    if user.single_sign_on:
        raise Forbidden()
    apart.require_not_apart(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('public.accounts_account', 'id'))")
        account_id = cursor.fetchone()[0]
    with account(account_id):
        opened = Account(pk=account_id, name=mask_cards(name.strip())[:120])
        opened.save(force_insert=True)
        owner = Member(account=opened, user=user, name=user.get_full_name()[:120], role=Role.OWNER)
        owner.save(force_insert=True)
        audit.record(actor_of_member(owner, None), "account.opened", opened, name=opened.name)
        transaction.on_commit(lambda: later.tell("account.opened", account_id, user.pk))
    return opened
