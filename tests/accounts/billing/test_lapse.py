"""BIL5: when money stops, nothing is deleted and nothing begins; paying restores all at once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from accounts.billing.access import require_open_plan, standing_here
from accounts.billing.actions.collect import accounts_due, collect
from accounts.billing.gateway import Order, Outcome
from accounts.billing.models import Invoice
from accounts.billing.tasks import collect_due
from accounts.errors import PlanEnded
from accounts.models import AuditRecord
from accounts.tenancy import ACCOUNT_TABLES, PROJECT_TABLES, account, tenant
from chat import queries
from chat.actions.close_conversation import close_conversation
from chat.actions.greet_visitor import greet_visitor
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.reopen_conversation import reopen_conversation
from chat.models import Conversation
from chat.plan import ClosedAccounts
from tests.accounts.billing.paying import Travel, of_acme, pay, travel
from tests.cast import Cast

__all__ = ["travel"]

TEN_YEARS = timedelta(days=3653)
ENDED = timedelta(days=40)  # after the month and the week to pay
OVER = timedelta(days=50)  # after the week to finish too


def talk_of(cast: Cast) -> Conversation:
    return Conversation.objects.get(pk=cast.talk.pk)


def rows_of(cast: Cast) -> dict[str, int]:
    """How many rows of the account each table has."""
    with tenant(cast.shop), connection.cursor() as cursor:
        found = {}
        for table in sorted({*ACCOUNT_TABLES, *PROJECT_TABLES} & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        return found


class TestEnded:
    def test_what_was_open_is_finished_and_nothing_begins(self, in_shop: Cast, travel: Travel) -> None:
        pay(in_shop)
        travel(ENDED)
        assert standing_here().ended
        post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="Still there?")
        post_message(in_shop.oscar, in_shop.shop, talk_of(in_shop), client_id=uuid.uuid4(), text="Yes.")
        with pytest.raises(PlanEnded):
            post_visitor_message(in_shop.shop, in_shop.wanda, client_id=uuid.uuid4(), text="Hello")
        with pytest.raises(PlanEnded):
            greet_visitor(in_shop.oscar, in_shop.shop, in_shop.wanda.public_id, client_id=uuid.uuid4(), text="Hello")
        with pytest.raises(PlanEnded):
            require_open_plan()
        assert Conversation.objects.count() == 1

    def test_what_is_closed_stays_closed(self, in_shop: Cast, travel: Travel) -> None:
        pay(in_shop)
        close_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        travel(ENDED)
        with pytest.raises(PlanEnded):
            post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="One more thing")
        with pytest.raises(PlanEnded):
            reopen_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        with pytest.raises(PlanEnded):
            post_message(in_shop.oscar, in_shop.shop, talk_of(in_shop), client_id=uuid.uuid4(), text="One more thing")
        assert talk_of(in_shop).status == "closed"

    def test_after_a_week_nobody_writes_but_what_was_stored_is_answered(self, in_shop: Cast, travel: Travel) -> None:
        pay(in_shop)
        mine = uuid.uuid4()
        stored = post_visitor_message(in_shop.shop, in_shop.vera, client_id=mine, text="Are you there?")
        travel(OVER)
        again = post_visitor_message(in_shop.shop, in_shop.vera, client_id=mine, text="Are you there?")
        assert (again.message.pk, again.fresh) == (stored.message.pk, False)
        with pytest.raises(PlanEnded):
            post_visitor_message(in_shop.shop, in_shop.vera, client_id=uuid.uuid4(), text="Hello?")
        with pytest.raises(PlanEnded):
            post_message(in_shop.oscar, in_shop.shop, talk_of(in_shop), client_id=uuid.uuid4(), text="Yes.")

    def test_the_hot_path_learns_of_it(self, cast: Cast, travel: Travel) -> None:
        pay(cast)
        for moved, known in ((ENDED, False), (OVER, True)):
            travel(moved)
            closed = ClosedAccounts()
            assert cast.olga.account_id not in closed
            closed.look()
            assert (cast.olga.account_id in closed) == known and cast.gus.account_id not in closed

    def test_paying_restores_all_at_once(self, in_shop: Cast, travel: Travel) -> None:
        pay(in_shop)
        close_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        travel(TEN_YEARS)
        pay(in_shop)
        assert not standing_here().ended
        require_open_plan()
        reopen_conversation(in_shop.oscar, in_shop.shop, talk_of(in_shop))
        post_visitor_message(in_shop.shop, in_shop.wanda, client_id=uuid.uuid4(), text="Hello")


class TestTenYears:
    def test_every_table_keeps_every_row(self, cast: Cast, travel: Travel) -> None:
        pay(cast)
        before = rows_of(cast)
        assert before["chat_message"] > 0 and before["accounts_auditrecord"] > 0 and len(before) > 12
        travel(TEN_YEARS)
        assert accounts_due() == [cast.olga.account_id]
        after = rows_of(cast)
        assert after == before
        with tenant(cast.shop):
            assert queries.timeline(talk_of(cast), for_visitor=True, after=None).messages
        models = {model._meta.db_table for model in apps.get_models()}
        assert {*ACCOUNT_TABLES, *PROJECT_TABLES} <= models


class TestTheCardIsAsked:
    def test_three_times_in_a_week_then_the_plan_ends(self, cast: Cast, travel: Travel, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = []

        class Refusing:
            def charge(self, order: Order, card: str) -> Outcome:
                asked.append((order.key, card))
                return Outcome("refused", "p2")

        monkeypatch.setattr("accounts.billing.actions.collect.gateway_named", lambda name: Refusing())
        pay(cast)
        with account(cast.olga.account_id):
            invoice = Invoice.objects.get()
            month = invoice.period_end - invoice.period_start
        for days in (0.1, 1, 2, 3.1, 4, 7.1, 8, 100):
            travel(month + timedelta(days=days))
            for account_id in accounts_due():
                collect(account_id)
                collect(account_id)
        assert len({key for key, _ in asked}) == len(asked) == 3 and {card for _, card in asked} == {"cus/card"}
        with account(cast.olga.account_id):
            assert AuditRecord.objects.filter(action="plan.ended").count() == 1
            assert [one.refused for one in Invoice.objects.order_by("id")] == [0, 3]

    def test_a_paid_renewal_follows_on_the_old_month(self, cast: Cast, travel: Travel, monkeypatch: pytest.MonkeyPatch) -> None:
        class Paying:
            def charge(self, order: Order, card: str) -> Outcome:
                return Outcome("paid", "p2", card)

        monkeypatch.setattr("accounts.billing.actions.collect.gateway_named", lambda name: Paying())
        pay(cast)
        first = of_acme(cast).paid_until
        travel(timedelta(days=32))
        collect(cast.olga.account_id)
        with account(cast.olga.account_id):
            newest = Invoice.objects.order_by("-id").first()
            assert newest is not None and newest.period_start == first
        assert of_acme(cast).paid_until == newest.period_end
        assert collect_due.name == "accounts.billing.tasks.collect_due"
