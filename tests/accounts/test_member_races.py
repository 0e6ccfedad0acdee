"""Fifty at once, on real connections: one gets in with a link, and one owner stays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from accounts.access import actors_of
from accounts.actions.accept_invitation import accept_as_newcomer
from accounts.actions.change_member import change_member
from accounts.actions.invite_member import invite_member
from accounts.actions.mail_invitation import mail_invitation
from accounts.actors import Actor
from accounts.errors import Refused
from accounts.models import Member, Role, User
from accounts.tenancy import account
from tests.accounts.actions.test_invite_member import NEW, token_of
from tests.cast import Cast, build_cast

MANY = 50


def all_at_once(acts: list[Callable[[], object]]) -> list[str]:
    """Run each in a thread and a connection of its own, and say how each ended: "" or the refusal's code."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            connection.ensure_connection()
            gate.wait()
            act()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def acme(cloned_database: str) -> Cast:
    """The cast, committed."""
    return build_cast()


class TestRaces:
    def test_one_link_lets_one_in(self, acme: Cast, mailoutbox: list[EmailMessage]) -> None:
        """AUN6."""
        with account(acme.shop.account_id):
            made = invite_member(acme.olga, email=NEW)
        mail_invitation(made.pk, made.account_id)
        token = token_of(mailoutbox[-1])
        ends = all_at_once([lambda: accept_as_newcomer(token, name="Nora", password="quiet-harbour-lamp")] * MANY)
        assert sorted(set(ends)) == ["", "not_found"] and ends.count("") == 1
        assert User.objects.filter(email=NEW).count() == 1
        with account(acme.shop.account_id):
            assert Member.objects.filter(user__email=NEW).count() == 1

    def test_one_owner_stays_of_fifty_who_demote_each_other(self, acme: Cast) -> None:
        """AUZ7: each owner demotes the next, all at one moment."""
        owners = [self.another_owner(acme, number) for number in range(MANY)]
        pairs = list(zip(owners, owners[1:] + owners[:1], strict=True))
        with account(acme.shop.account_id):
            Member.objects.filter(pk=acme.olga.id).update(role=Role.VIEWER)
        ends = all_at_once([lambda pair=pair: self.demote(*pair) for pair in pairs])  # type: ignore[misc]
        with account(acme.shop.account_id):
            left = Member.objects.filter(role=Role.OWNER, active=True).count()
        assert left >= 1 and left == MANY - ends.count(""), ends
        assert ends.count("") > 1 and "forbidden" in ends, "the premise: they met"

    def another_owner(self, acme: Cast, number: int) -> Actor:
        user = User.objects.create_user(f"owner{number}@acme.example", name=f"Owner {number}")
        with account(acme.shop.account_id):
            Member(account_id=acme.shop.account_id, user=user, name=user.name, role=Role.OWNER).save(force_insert=True)
        return actors_of(user)[0]

    def demote(self, actor: Actor, other: Actor) -> None:
        with account(actor.account_id):
            change_member(actor, Member.objects.get(pk=other.id), role="viewer")
