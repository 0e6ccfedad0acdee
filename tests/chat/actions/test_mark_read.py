"""How far each side has read, each in its own numbers."""

from __future__ import annotations

import uuid

import pytest

from accounts.actors import Actor
from accounts.errors import Forbidden
from chat import queries
from chat.actions.mark_read import mark_read_by_operator, mark_read_by_visitor
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.models import Conversation
from tests.cast import Cast
from tests.chat.hearing import hearing


def unread(cast: Cast, reader: Actor) -> int:
    row = Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)
    return queries.conversation_shapes(cast.shop, reader, [row])[0]["unread"]


def ask(cast: Cast, text: str = "And?") -> None:
    post_visitor_message(cast.shop, cast.vera, client_id=uuid.uuid4(), text=text)


def answer(cast: Cast, kind: str = "text") -> None:
    post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="Yes", kind=kind)


def mark(cast: Cast, actor: Actor, number: int) -> None:
    mark_read_by_operator(actor, cast.shop, cast.talk, number=number)


class TestByOperators:
    def test_unread_is_each_readers_own(self, in_shop: Cast) -> None:
        ask(in_shop)
        mark(in_shop, in_shop.oscar, 1)
        assert (unread(in_shop, in_shop.oscar), unread(in_shop, in_shop.olga)) == (1, 2)
        mark(in_shop, in_shop.oscar, 2)
        assert (unread(in_shop, in_shop.oscar), unread(in_shop, in_shop.olga)) == (0, 2)

    def test_notes_and_answers_are_nobodys_unread(self, in_shop: Cast) -> None:
        answer(in_shop, "note")
        answer(in_shop)
        assert unread(in_shop, in_shop.olga) == 1

    def test_a_mark_never_goes_back(self, in_shop: Cast) -> None:
        ask(in_shop)
        for number in (2, 1, 0):
            mark(in_shop, in_shop.oscar, number)
        assert unread(in_shop, in_shop.oscar) == 0

    def test_repeated_is_heard_once(self, in_shop: Cast) -> None:
        with hearing() as heard:
            mark(in_shop, in_shop.oscar, 1)
            mark(in_shop, in_shop.oscar, 1)
        assert [(push["number"], push.get("member")) for push in heard.by_operators(in_shop.shop)] == [(1, in_shop.oscar.ref), (1, None)]

    def test_beyond_the_end_is_the_end(self, in_shop: Cast) -> None:
        mark(in_shop, in_shop.oscar, 2**31 - 1)
        ask(in_shop)
        assert unread(in_shop, in_shop.oscar) == 1
        assert Conversation.objects.get().operator_read == 1

    def test_the_visitor_hears_it_in_their_own_numbers(self, in_shop: Cast) -> None:
        answer(in_shop, "note")
        ask(in_shop)
        with hearing() as heard:
            mark(in_shop, in_shop.oscar, 3)
        assert {push["number"] for push in heard.by_operators(in_shop.shop)} == {3}
        assert [push["number"] for push in heard.by_visitor(in_shop.shop, in_shop.vera)] == [2]

    def test_a_viewer_reads_for_themselves_only(self, in_shop: Cast) -> None:
        with hearing() as heard:
            mark(in_shop, in_shop.vic, 1)
        assert unread(in_shop, in_shop.vic) == 0 and Conversation.objects.get().operator_read == 0
        assert [push["member"] for push in heard.by_operators(in_shop.shop)] == [in_shop.vic.ref]  # their own other tabs
        assert heard.by_visitor(in_shop.shop, in_shop.vera) == []

    @pytest.mark.parametrize("name", ["gus", "lena"])
    def test_outsider(self, in_shop: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            mark(in_shop, getattr(in_shop, name), 1)


class TestByVisitors:
    def read(self, cast: Cast, number: int) -> tuple[int, int]:
        """Read up to `number`: (their unread, the mark in the operators' numbers)."""
        row = Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)
        mark_read_by_visitor(cast.shop, row, number=number)
        row.refresh_from_db()
        return queries.visitor_conversation(row)["unread"], row.visitor_read

    def test_their_number_is_translated(self, in_shop: Cast) -> None:
        answer(in_shop, "note")
        answer(in_shop)
        answer(in_shop)
        assert self.read(in_shop, 2) == (1, 3)
        assert self.read(in_shop, 3) == (0, 4)

    def test_a_mark_never_goes_back(self, in_shop: Cast) -> None:
        answer(in_shop)
        assert self.read(in_shop, 2) == self.read(in_shop, 1) == self.read(in_shop, 0) == (0, 2)

    def test_beyond_the_end_is_the_end(self, in_shop: Cast) -> None:
        answer(in_shop)
        assert self.read(in_shop, 999) == (0, 2)
        answer(in_shop)
        assert self.read(in_shop, 2) == (1, 2)

    def test_heard_by_both_in_their_own_numbers(self, in_shop: Cast) -> None:
        answer(in_shop, "note")
        answer(in_shop)
        with hearing() as heard:
            self.read(in_shop, 2)
        assert {push["number"] for push in heard.by_operators(in_shop.shop)} == {3}
        assert [push["number"] for push in heard.by_visitor(in_shop.shop, in_shop.vera)] == [2]
