"""Seats and chats: the last one is given once, whoever comes at the same moment (BIL6)."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from accounts.actions.change_member import change_member
from accounts.actions.invite_member import invite_member
from accounts.actions.issue_api_key import issue_api_key
from accounts.billing.access import require_feature, require_seat
from accounts.billing.actions.count_conversation import count_conversation, this_month
from accounts.billing.actions.warn import warn_of_limit
from accounts.billing.models import Usage
from accounts.billing.plans import FREE, Feature
from accounts.errors import PlanEnded
from accounts.models import AuditRecord, Member, Role, User
from accounts.tenancy import account, tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.models import Conversation
from tests.accounts.billing.paying import Travel, travel
from tests.cast import Cast, build_cast

__all__ = ["travel"]

PRESSES = 20


def used(cast: Cast, started: int) -> None:
    with account(cast.olga.account_id):
        Usage.objects.filter(month=this_month()).delete()
        Usage(account_id=cast.olga.account_id, month=this_month(), started=started).save()


def started(cast: Cast) -> int:
    with account(cast.olga.account_id):
        return sum(Usage.objects.filter(month=this_month()).values_list("started", flat=True))


class TestChats:
    def test_each_that_begins_is_counted_and_no_message_after(self, cast: Cast) -> None:
        assert started(cast) == 1  # Vera's
        with tenant(cast.shop):
            for text in ("Hello", "Are you there?"):
                post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text=text)
        assert started(cast) == 2

    def test_the_month_is_used_up(self, cast: Cast, travel: Travel) -> None:
        travel(timedelta(days=15))
        used(cast, 50)
        with tenant(cast.shop):
            with pytest.raises(PlanEnded):
                post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text="Hello")
            assert Conversation.objects.count() == 1
            post_visitor_message(cast.shop, cast.vera, client_id=uuid.uuid4(), text="Mine goes on")
        assert started(cast) == 50

    def test_a_new_month_begins_at_nothing(self, cast: Cast, travel: Travel) -> None:
        used(cast, 50)
        travel(timedelta(days=45))
        with tenant(cast.shop):
            post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text="Hello")
        assert started(cast) == 1

    def test_the_mail_comes_once(self, cast: Cast, travel: Travel, mailoutbox: list[EmailMessage]) -> None:
        travel(timedelta(days=15))
        used(cast, 40)
        assert [warn_of_limit(cast.olga.account_id) for _ in range(2)] == [1, 0]
        (mail,) = mailoutbox
        assert mail.to == ["olga@acme.example"] and "40 of this month’s 50 chats" in mail.subject
        with account(cast.olga.account_id):
            assert AuditRecord.objects.filter(action="plan.warned").count() == 1


class TestFeatures:
    def test_by_plan(self, cast: Cast, travel: Travel) -> None:
        with account(cast.olga.account_id):
            require_feature(Feature.INTEGRATIONS)
            travel(timedelta(days=15))
            with pytest.raises(PlanEnded, match="Free does not include"):
                require_feature(Feature.INTEGRATIONS)


class TestRaces:
    def test_the_last_chats(self, cloned_database: str, travel: Travel) -> None:
        cast = build_cast()
        travel(timedelta(days=15))
        used(cast, FREE.chats - 3 if FREE.chats else 0)

        def begin(_: int) -> bool:
            try:
                with account(cast.olga.account_id):
                    count_conversation()
                return True
            except PlanEnded:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(begin, range(PRESSES))) == 3
        assert started(cast) == 50

    def test_the_last_seat(self, cloned_database: str, travel: Travel) -> None:
        cast = build_cast()
        travel(timedelta(days=15))
        users = [User.objects.create_user(f"new{number}@acme.example", name="New") for number in range(8)]
        with account(cast.gus.account_id):
            assert Member.objects.count() == 1

        def join(user: User) -> bool:
            try:
                with account(cast.gus.account_id):
                    require_seat()
                    Member(account_id=cast.gus.account_id, user=user, name="New", role=Role.OPERATOR).save(force_insert=True)
                return True
            except PlanEnded:
                return False
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(join, users)) == 1


class TestSeats:
    def test_an_invitation_takes_one(self, cast: Cast, travel: Travel) -> None:
        travel(timedelta(days=15))
        with account(cast.gus.account_id):
            invite_member(cast.gus, email="second@globex.example")
            invite_member(cast.gus, email="second@globex.example")  # the same seat
            with pytest.raises(PlanEnded, match="2 operators"):
                invite_member(cast.gus, email="third@globex.example")
            invite_member(cast.gus, email="reader@globex.example", role="viewer")

    def test_nobody_is_removed_and_nobody_added(self, cast: Cast, travel: Travel) -> None:
        """Acme has four operators when its trial falls to Free."""
        travel(timedelta(days=15))
        with account(cast.olga.account_id):
            assert Member.objects.filter(active=True).count() == 5
            with pytest.raises(PlanEnded):
                invite_member(cast.olga, email="new@acme.example")
            with pytest.raises(PlanEnded):
                change_member(cast.olga, cast.members["vic"], role="operator")
            with pytest.raises(PlanEnded):
                issue_api_key(cast.olga, name="Script", scopes=["read"])
