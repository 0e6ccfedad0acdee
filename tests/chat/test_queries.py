"""Timelines, unread counts and the inbox: what they give, and how often they ask."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tenancy import tenant
from chat import queries
from chat.actions.assign_conversation import assign_conversation
from chat.actions.close_conversation import close_conversation
from chat.actions.mark_read import mark_read_by_operator
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.append import append
from chat.filters import filter_of
from chat.models import Conversation, Message
from chat.tokens import mint_token
from tests.cast import Cast
from tests.chat.appending import line


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_related("visitor").get(pk=conversation.pk)


def fill(conversation: Conversation, notes: list[bool], text: str = "Hello") -> list[int]:
    """Append one line for each: a note or a text. Returns all numbers of the conversation."""
    append([line(conversation, text, kind="note" if note else "text", author_kind="operator", author_id=7) for note in notes])
    return list(Message.objects.filter(conversation=conversation).order_by("number").values_list("number", flat=True))


def numbers(conversation: Conversation, for_visitor: bool, **where: Any) -> tuple[list[int], bool]:
    shapes, more, _ = queries.timeline(conversation, for_visitor=for_visitor, **where)
    return [shape["number"] for shape in shapes], more


class TestTimeline:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(notes=st.lists(st.booleans(), max_size=260), after=st.integers(0, 280), limit=st.integers(1, 150), for_visitor=st.booleans())
    def test_resuming_gives_exactly_the_rest(self, in_shop: Cast, notes: list[bool], after: int, limit: int, for_visitor: bool) -> None:
        """DUR4: page by page, in the reader's own numbers, whatever the page's size."""
        with tenant(in_shop.shop):
            talk = register_and_say(in_shop)
            fill(talk, notes)
            last = 1 + (notes.count(False) if for_visitor else len(notes))
            got, more, place = [], True, after
            while more:
                page, more = numbers(talk, for_visitor, after=place, limit=limit)
                assert len(page) <= min(limit, queries.PAGE_MESSAGES) and (page or not more)
                got += page
                place = page[-1] if page else place
            assert got == list(range(after + 1, last + 1))

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(notes=st.lists(st.booleans(), max_size=170), for_visitor=st.booleans())
    def test_paging_back_gives_everything_before(self, in_shop: Cast, notes: list[bool], for_visitor: bool) -> None:
        with tenant(in_shop.shop):
            talk = register_and_say(in_shop)
            fill(talk, notes)
            last = 1 + (notes.count(False) if for_visitor else len(notes))
            got, more = numbers(talk, for_visitor)
            assert len(got) <= queries.NEWEST
            while more:
                page, more = numbers(talk, for_visitor, before=got[0])
                assert page
                got = page + got
            assert got == list(range(1, last + 1))

    def test_after_null_is_the_newest_fifty(self, in_shop: Cast) -> None:
        fill(in_shop.talk, [False] * 60)
        assert numbers(in_shop.talk, False) == (list(range(12, 62)), True)
        assert numbers(in_shop.talk, False, after=61) == ([], False)
        assert numbers(in_shop.talk, False, after=9999) == ([], False)
        assert numbers(in_shop.talk, False, before=1) == ([], False)

    @pytest.mark.parametrize("where", [{"after": 0}, {}, {"before": 30}])
    def test_a_page_fits_into_a_frame(self, in_shop: Cast, where: dict[str, int]) -> None:
        fill(in_shop.talk, [False] * 30, "😀" * 10_000)
        shapes, more, _ = queries.timeline(in_shop.talk, for_visitor=True, **where)
        assert shapes and more and sum(len(shape["text"].encode()) for shape in shapes) < 256 * 1024
        page = [shape["number"] for shape in shapes]
        assert page == list(range(page[0], page[-1] + 1))
        assert page[0] == 1 if where == {"after": 0} else page[-1] == 31 if not where else page[-1] == 29

    def test_a_resume_asks_no_more_for_more_lines(self, in_shop: Cast) -> None:
        fill(in_shop.talk, [False] * 5)
        few = self.asked(in_shop)
        fill(in_shop.talk, [False, True] * 45)
        assert self.asked(in_shop) == few <= 3

    @staticmethod
    def asked(cast: Cast) -> int:
        conversation = fresh(cast.talk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.timeline(conversation, for_visitor=False, after=0)
        return len(asked)


def register_and_say(cast: Cast) -> Conversation:
    visitor = register_visitor(cast.shop, mint_token(cast.shop))
    return fresh(post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello").conversation)


class TestIndexes:
    @pytest.mark.parametrize("table", ["chat_message", "chat_searchentry"])
    def test_none_lets_a_question_walk_through_other_customers(self, in_shop: Cast, table: str) -> None:
        """Beside the key, and that of words, whose tokens begin with the project."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
            found = dict(cursor.fetchall())
        free = {name for name, made in found.items() if "(project_id, " not in made}
        assert len(found) > 3 and free <= {f"{table}_pkey", "chat_search_tokens", "chat_searchentry_conversation_id_421136f9"}


class TestNumbers:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(notes=st.lists(st.booleans(), max_size=30))
    def test_there_and_back(self, in_shop: Cast, notes: list[bool]) -> None:
        with tenant(in_shop.shop):
            talk = register_and_say(in_shop)
            fill(talk, notes)
            talk = fresh(talk)
            for public in range(1, talk.last_public_number + 1):
                assert queries.public_number(talk, queries.internal_number(talk, public)) == public
            for number in range(talk.last_number + 5):
                private = [False, *notes][:number].count(True)
                assert queries.public_number(talk, number) == min(number, talk.last_number) - private
            assert queries.internal_number(talk, 0) == 0


class TestInbox:
    def test_views(self, in_shop: Cast) -> None:
        other = register_and_say(in_shop)
        assign_conversation(in_shop.olga, in_shop.shop, other, to=in_shop.members["oscar"])
        for view, wanted in (("mine", {other}), ("unassigned", {in_shop.talk}), ("all", {other, in_shop.talk})):
            assert set(queries.inbox_rows(in_shop.oscar, view=view)) == wanted
        assert set(queries.inbox_rows(in_shop.olga, view="mine")) == set()

    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("blue BOWLS", True),
            ("vera", True),
            ("canary-", True),
            ("%", False),
            ("_", False),
            ("nothing", False),
            ("#{}", True),
            (" {} ", True),
            ("#{}0", False),
            ("9" * 30, False),
        ],
    )
    def test_words(self, in_shop: Cast, q: str, found: bool) -> None:
        wanted = filter_of(in_shop.oscar, in_shop.shop, {"q": q.format(in_shop.talk.number)})
        assert wanted.narrow(queries.inbox_rows(in_shop.oscar, view="all")).exists() == found

    def test_counts(self, in_shop: Cast) -> None:
        done = close_conversation(in_shop.oscar, in_shop.shop, register_and_say(in_shop))
        assert done.closed_at is not None
        waiting = {"mine": 0, "unassigned": 1, "all": 1, "waiting": 1, "done_today": 1}
        assert queries.inbox_counts(in_shop.oscar, done.closed_at) == waiting
        post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="Yes")
        assert queries.inbox_counts(in_shop.oscar, done.closed_at) == {**waiting, "waiting": 0}

    def test_a_page_of_many_asks_as_often_as_a_page_of_one(self, in_shop: Cast) -> None:
        """Rule 18: rows, members and read marks; visits come from Redis in one trip."""
        rows = [in_shop.talk, *(register_and_say(in_shop) for _ in range(12))]
        for row in rows:
            post_message(in_shop.olga, in_shop.shop, row, client_id=uuid.uuid4(), text="Yes")
            assign_conversation(in_shop.olga, in_shop.shop, row, to=in_shop.members["oscar"])
            mark_read_by_operator(in_shop.oscar, in_shop.shop, row, number=1)
        counts = []
        for size in (1, len(rows)):
            with CaptureQueriesContext(connection) as asked:
                shapes = queries.conversation_shapes(
                    in_shop.shop, in_shop.oscar, list(queries.inbox_rows(in_shop.oscar, view="all")[:size])
                )
            assert len(shapes) == size and {shape["unread"] for shape in shapes} == {0}
            counts.append(len(asked))
        assert counts == [4, 4]

    def test_the_pulse_is_the_newest_line(self, in_shop: Cast) -> None:
        before = queries.pulse(in_shop.shop)
        post_message(in_shop.oscar, in_shop.shop, in_shop.talk, client_id=uuid.uuid4(), text="Yes", kind="note")
        assert before == f"{in_shop.talk.public_id}:1" and queries.pulse(in_shop.shop) == f"{in_shop.talk.public_id}:2"

    def test_the_pulse_of_silence(self, cast: Cast) -> None:
        with tenant(cast.outlet):
            assert queries.pulse(cast.outlet) == ""
