"""Whose turn it is: the rule as a table, then with real rows, with people who come and go, and with two rounds at once."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
import redis
from django.conf import settings
from django.db import connections
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.models import Member
from accounts.tenancy import tenant
from chat import presence
from chat.actions.assign_conversation import assign_conversation
from chat.actions.edit_departments import add_department, edit_department, remove_department
from chat.actions.edit_desk import edit_desk
from chat.actions.look_around import projects_that_receive
from chat.actions.move_conversation import move_conversation
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import ANYWHERE, Start, Words, post_words
from chat.actions.register_visitor import register_visitor
from chat.actions.route_conversation import route_waiting
from chat.actions.set_availability import set_availability
from chat.models import Conversation, Department, Message, Visitor
from chat.routing import Candidate, choose
from chat.tokens import mint_token
from tests.cast import Cast, build_cast
from tests.leaks.watch import look_at_valkey


def one(pk: int, chats: int = 0, ago_min: int | None = None) -> Candidate:
    last = None if ago_min is None else timezone.now() - timedelta(minutes=ago_min)
    return Candidate(Member(pk=pk, name=str(pk)), chats, last)


@pytest.mark.parametrize(
    ("way", "candidates", "capacity", "chosen"),
    [
        ("manual", [one(1)], 5, None),
        ("round_robin", [], 5, None),
        ("least_busy", [], 0, None),
        ("round_robin", [one(1, ago_min=5), one(2, ago_min=9), one(3, ago_min=1)], 5, 2),
        ("round_robin", [one(1, ago_min=5), one(2)], 5, 2),  # who never had one comes first
        ("round_robin", [one(2), one(1)], 5, 1),  # the older member first
        ("round_robin", [one(1, 5, 60), one(2, 4, 1)], 5, 2),  # whoever is full is passed over
        ("round_robin", [one(1, 5), one(2, 6)], 5, None),
        ("round_robin", [one(1, 99)], 0, 1),  # 0: any number
        ("least_busy", [one(1, 2), one(2, 1), one(3, 3)], 5, 2),
        ("least_busy", [one(1, 1, 5), one(2, 1, 9)], 5, 2),  # as busy: who waited longest for one
        ("least_busy", [one(1, 5), one(2, 5)], 5, None),
    ],
)
def test_the_rule(way: str, candidates: list[Candidate], capacity: int, chosen: int | None) -> None:
    found = choose(way, candidates, capacity)
    assert (found and found.member.pk) == chosen


def write(cast: Cast, visitor: Visitor | None = None, start: Start = ANYWHERE) -> Conversation:
    """Somebody new writes, or somebody known."""
    who = visitor or register_visitor(cast.shop, mint_token(cast.shop))
    return post_words(cast.shop, who, Words(uuid.uuid4(), "Hello", start=start)).conversation


def come(cast: Cast, *names: str, idle_s: float = 0) -> None:
    for name in names:
        presence.arrive(cast.shop.pk, cast.members[name].pk, "tab", idle_s=idle_s)


def give_out(cast: Cast) -> int:
    return route_waiting(ProjectRef(cast.shop.pk, cast.shop.account_id))


def holder(talk: Conversation) -> str | None:
    found = Conversation.objects.get(pk=talk.pk)
    return found.assignee.name if found.assignee else None


def let_wait(talk: Conversation, seconds: int) -> None:
    """It was given, and has waited, this long ago."""
    then = timezone.now() - timedelta(seconds=seconds)
    Conversation.objects.filter(pk=talk.pk).update(waiting_since=then, routed_at=then)


def reasons(talk: Conversation) -> list[Any]:
    rows = Message.objects.filter(conversation=talk, kind="activity").order_by("number")
    return [row.data["why"] for row in rows if row.data and "why" in row.data]


@pytest.fixture
def round_robin(in_shop: Cast) -> Cast:
    """A round of everybody; the cast's own talk is not in it."""
    Conversation.objects.update(status="closed", closed_at=timezone.now())
    edit_desk(in_shop.olga, in_shop.shop, way="round_robin", capacity=2)
    return in_shop


class TestARound:
    def test_each_in_turn_and_why(self, round_robin: Cast) -> None:
        come(round_robin, "oscar", "olga")
        talks = [write(round_robin) for _ in range(3)]
        assert give_out(round_robin) == 3
        assert [holder(talk) for talk in talks] == ["Olga", "Oscar", "Olga"]
        assert reasons(talks[1]) == [{"way": "round_robin", "chats": 0, "people": 2, "department": None, "again": False}]
        assert give_out(round_robin) == 0  # twice is fine

    def test_nobody_gets_more_than_they_have_room_for_and_quiet_chats_take_none(self, round_robin: Cast) -> None:
        come(round_robin, "oscar")
        talks = [write(round_robin) for _ in range(3)]
        give_out(round_robin)
        assert [holder(talk) for talk in talks] == ["Oscar", "Oscar", None]
        Conversation.objects.filter(pk=talks[0].pk).update(last_at=timezone.now() - timedelta(minutes=31))
        give_out(round_robin)
        assert holder(talks[2]) == "Oscar"

    def test_viewers_people_away_and_those_who_sit_still_get_none(self, round_robin: Cast) -> None:
        come(round_robin, "vic")
        come(round_robin, "oscar", idle_s=15 * 60 + 5)  # an open tab is no presence
        come(round_robin, "olga")
        set_availability(round_robin.olga, round_robin.shop, available=False)
        talk = write(round_robin)
        assert give_out(round_robin) == 0 and holder(talk) is None
        come(round_robin, "oscar")  # touched the mouse
        assert give_out(round_robin) == 1 and holder(talk) == "Oscar"

    def test_what_is_not_taken_goes_to_the_next_and_is_not_lost(self, round_robin: Cast) -> None:
        come(round_robin, "oscar", "olga")
        talk = write(round_robin)
        give_out(round_robin)
        let_wait(talk, 119)
        assert give_out(round_robin) == 0 and holder(talk) == "Olga"
        let_wait(talk, 121)
        assert give_out(round_robin) == 1 and holder(talk) == "Oscar"
        assert reasons(talk)[-1]["again"] is True
        assert Message.objects.filter(conversation=talk, kind="text").count() == 1

    def test_nobody_else_is_there(self, round_robin: Cast) -> None:
        come(round_robin, "oscar")
        talk = write(round_robin)
        give_out(round_robin)
        let_wait(talk, 500)
        assert give_out(round_robin) == 0 and holder(talk) == "Oscar"  # they are here: it stays theirs
        presence.leave(round_robin.shop.pk, round_robin.oscar.id, "tab")
        assert give_out(round_robin) == 1 and holder(talk) is None  # for whoever comes
        assert reasons(talk)[-1] == {"way": "left"}
        assert Conversation.objects.get(pk=talk.pk).status == "open"
        come(round_robin, "olga")
        assert give_out(round_robin) == 1 and holder(talk) == "Olga"

    def test_an_answered_one_stays_while_its_holder_is_here_and_goes_on_when_they_leave(self, round_robin: Cast) -> None:
        come(round_robin, "oscar", "olga")
        talk = write(round_robin)
        give_out(round_robin)
        post_message(round_robin.olga, round_robin.shop, Conversation.objects.get(pk=talk.pk), client_id=uuid.uuid4(), text="Hi")
        write(round_robin, Visitor.objects.get(pk=talk.visitor_id))
        then = timezone.now() - timedelta(seconds=300)
        Conversation.objects.filter(pk=talk.pk).update(waiting_since=then, routed_at=then - timedelta(seconds=60))
        assert give_out(round_robin) == 0 and holder(talk) == "Olga"
        presence.leave(round_robin.shop.pk, round_robin.olga.id, "tab")
        assert give_out(round_robin) == 1 and holder(talk) == "Oscar"

    def test_what_a_person_gave_no_round_takes_away(self, round_robin: Cast) -> None:
        come(round_robin, "oscar", "olga")
        talk = write(round_robin)
        give_out(round_robin)
        assign_conversation(round_robin.olga, round_robin.shop, talk, to=round_robin.members["oscar"])
        Conversation.objects.filter(pk=talk.pk).update(waiting_since=timezone.now() - timedelta(hours=2))
        presence.leave(round_robin.shop.pk, round_robin.oscar.id, "tab")
        assert give_out(round_robin) == 0 and holder(talk) == "Oscar"

    def test_where_operators_take_them_nothing_is_given(self, round_robin: Cast) -> None:
        edit_desk(round_robin.olga, round_robin.shop, way="manual")
        come(round_robin, "oscar")
        talk = write(round_robin)
        assert give_out(round_robin) == 0 and holder(talk) is None
        assert projects_that_receive() == []

    def test_the_sweep_knows_where_to_look(self, round_robin: Cast) -> None:
        assert [ref.id for ref in projects_that_receive()] == [round_robin.shop.pk]
        edit_desk(round_robin.olga, round_robin.shop, way="manual")
        orders = add_department(round_robin.olga, round_robin.shop, name="Orders", way="least_busy")
        assert [ref.id for ref in projects_that_receive()] == [round_robin.shop.pk]
        remove_department(round_robin.olga, round_robin.shop, orders)
        assert projects_that_receive() == []


class TestDepartments:
    @pytest.fixture
    def orders(self, round_robin: Cast) -> Department:
        return add_department(round_robin.olga, round_robin.shop, name="Orders", pages=["/orders/*"], members=[round_robin.oscar.ref])

    def test_only_its_people(self, round_robin: Cast, orders: Department) -> None:
        come(round_robin, "oscar", "olga")
        talks = [write(round_robin, start=Start(department=orders)) for _ in range(2)]
        give_out(round_robin)
        assert [holder(talk) for talk in talks] == ["Oscar", "Oscar"]
        assert reasons(talks[0])[0]["department"] == "Orders" and reasons(talks[0])[0]["people"] == 1

    def test_without_people_it_is_everybodys(self, round_robin: Cast, orders: Department) -> None:
        edit_department(round_robin.olga, round_robin.shop, orders, members=[])
        come(round_robin, "olga")
        talk = write(round_robin, start=Start(department=orders))
        give_out(round_robin)
        assert holder(talk) == "Olga"

    def test_its_people_are_away(self, round_robin: Cast, orders: Department) -> None:
        come(round_robin, "olga")
        talk = write(round_robin, start=Start(department=orders))
        assert give_out(round_robin) == 0 and holder(talk) is None

    @pytest.mark.parametrize(
        ("page", "name"),
        [
            ("https://shop.example/orders/17", "Orders"),
            ("https://shop.example/orders", None),
            ("https://shop.example/", None),
            ("https://shop.example/my/orders/17", None),
            ("javascript:/orders/1", None),
            ("", None),
        ],
    )
    def test_the_page_decides(self, round_robin: Cast, orders: Department, page: str, name: str | None) -> None:
        found = write(round_robin, start=Start(page)).department
        assert (found and found.name) == name

    def test_a_move_frees_whoever_is_not_of_it(self, round_robin: Cast, orders: Department) -> None:
        come(round_robin, "olga", "oscar")
        talk = write(round_robin)
        give_out(round_robin)
        assert holder(talk) == "Olga"
        move_conversation(round_robin.olga, round_robin.shop, talk, to=orders)
        assert holder(talk) is None
        give_out(round_robin)
        assert holder(talk) == "Oscar"

    def test_a_removed_one_keeps_its_conversations(self, round_robin: Cast, orders: Department) -> None:
        talk = write(round_robin, start=Start(department=orders))
        remove_department(round_robin.olga, round_robin.shop, orders)
        add_department(round_robin.olga, round_robin.shop, name="orders")  # the name is free again
        found = Conversation.objects.get(pk=talk.pk).department
        assert found is not None and found.name == "Orders"


@pytest.mark.usefixtures("cloned_database")
class TestTwoRoundsAtOnce:
    """Real transactions on connections of their own: eight rounds, six people who wait, room for four."""

    @pytest.fixture
    def street(self) -> Cast:
        with redis.Redis.from_url(settings.REDIS_URL) as valkey:
            look_at_valkey(valkey)
            valkey.flushall()  # nobody of another test is here
        cast = build_cast()
        with tenant(cast.shop):
            Conversation.objects.update(status="closed", closed_at=timezone.now())
            edit_desk(cast.olga, cast.shop, way="least_busy", capacity=2)
            come(cast, "oscar", "olga")
            for _ in range(6):
                write(cast)
        return cast

    def test_nobody_gets_more_than_they_have_room_for(self, street: Cast) -> None:
        ref, together = ProjectRef(street.shop.pk, street.shop.account_id), threading.Barrier(8)

        def go() -> None:
            try:
                together.wait(10)
                route_waiting(ref)
            finally:
                connections.close_all()

        rounds = [threading.Thread(target=go) for _ in range(8)]
        for each in rounds:
            each.start()
        for each in rounds:
            each.join(30)
        with tenant(street.shop):
            held = [talk.assignee_id for talk in Conversation.objects.filter(status="open")]
            given = Message.objects.filter(kind="activity", data__event="assigned").count()
        assert sorted(held.count(member) for member in (street.oscar.id, street.olga.id)) == [2, 2]
        assert held.count(None) == 2 and given == 4
