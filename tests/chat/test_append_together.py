"""`chat_append` under many writers at once: both numbers stay gapless, and every repeat gets its one row."""

from __future__ import annotations

import random
import threading
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connections

from accounts.errors import Busy
from accounts.tenancy import tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.append import Line, append
from chat.models import Conversation, Message
from chat.tokens import mint_token
from tests.cast import Cast, build_cast
from tests.chat.appending import assert_counted, call, line

WRITERS, MESSAGES_EACH, CONVERSATIONS = 50, 40, 5
T = TypeVar("T")


def all_at_once(acts: list[Callable[[], T]]) -> list[T]:
    """Run each act in a thread with a connection of its own, all from the same moment."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        try:
            gate.wait(10)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def patiently(lines: list[Line]) -> list[tuple[uuid.UUID, str, int, int]]:
    """Append as a door does for a client that sends again when told `busy`."""
    while True:
        try:
            rows = append(lines)
        except Busy:
            continue
        return [(one.client_id, row.outcome, row.conversation_id, row.number) for one, row in zip(lines, rows, strict=True)]


@pytest.fixture
def people(cloned_database: str) -> Cast:
    return build_cast()


def conversations_of(people: Cast, count: int) -> list[Conversation]:
    with tenant(people.shop):
        visitors = [register_visitor(people.shop, mint_token(people.shop)) for _ in range(count)]
        sends = [post_visitor_message(people.shop, each, client_id=uuid.uuid4(), text="First") for each in visitors]
        return [sent.conversation for sent in sends]


class TestTogether:
    def test_fifty_writers(self, people: Cast) -> None:
        """DUR2, DUR3: texts and notes, single and in batches, waiting and not, every fourth one sent again by somebody else."""
        conversations = conversations_of(people, CONVERSATIONS)
        dice = random.Random(20260101)
        wanted = [
            line(dice.choice(conversations), f"{n}", kind=dice.choice(["text", "text", "note"]), author_kind="operator", author_id=n % 7)
            for n in range(WRITERS * MESSAGES_EACH)
        ]
        sends = wanted + dice.sample(wanted, len(wanted) // 4)
        dice.shuffle(sends)
        shares = [sends[writer::WRITERS] for writer in range(WRITERS)]
        answers = all_at_once([lambda share=share: self.write(share) for share in shares])  # type: ignore[misc]
        places = defaultdict(set)
        stored: Counter[uuid.UUID] = Counter()
        for client_id, outcome, conversation, number in (answer for share in answers for answer in share):
            places[client_id].add((conversation, number))
            stored[client_id] += outcome == "stored"
        assert all(len(found) == 1 for found in places.values()), "copies were answered differently"
        assert set(stored) == {one.client_id for one in wanted} and set(stored.values()) == {1}
        with tenant(people.shop):
            assert Message.objects.filter(author_kind="operator").count() == len(wanted)
            for talk in conversations:
                assert_counted(talk)

    @staticmethod
    def write(share: list[Line]) -> list[tuple[uuid.UUID, str, int, int]]:
        """One writer: batches of several sizes, first without waiting, what was busy then alone and waiting."""
        done: list[tuple[uuid.UUID, str, int, int]] = []
        rest, size = list(share), 1
        while rest:
            batch, rest = rest[:size], rest[size:]
            size = size % 8 + 1
            rows = call(batch)
            for one, row in zip(batch, rows, strict=True):
                done += patiently([one]) if row[0] == "busy" else [(one.client_id, row[0], row[3], row[1])]
        return done

    def test_the_same_client_ids_into_two_conversations(self, people: Cast) -> None:
        one, other = conversations_of(people, 2)
        ids = [uuid.uuid4() for _ in range(100)]

        def write(conversation: Conversation, order: int) -> list[tuple[uuid.UUID, str, int, int]]:
            lines = [line(conversation, author_kind="operator", author_id=7, client_id=each) for each in ids[::order]]
            return [answer for n in range(0, len(lines), 5) for answer in patiently(lines[n : n + 5])]

        answers = all_at_once([lambda: write(one, 1), lambda: write(other, -1)])
        first, second = ({client_id: place for client_id, _, *place in each} for each in answers)
        assert first == second
        with tenant(people.shop):
            assert Message.objects.filter(author_kind="operator").count() == len(ids)
            assert_counted(one)
            assert_counted(other)

    def test_first_words_from_many_tabs_start_one_conversation(self, people: Cast) -> None:
        """Each tab retries as an outbox does; the visitor has no row before."""
        token = mint_token(people.shop)

        def say(n: int) -> tuple[int, int]:
            while True:
                try:
                    with tenant(people.shop):
                        visitor = register_visitor(people.shop, token)
                        sent = post_visitor_message(people.shop, visitor, client_id=uuid.uuid4(), text=f"{n}")
                        return sent.conversation.pk, sent.message.number
                except Busy:
                    continue

        answers = all_at_once([lambda n=n: say(n) for n in range(8)])  # type: ignore[misc]
        assert len({conversation for conversation, _ in answers}) == 1
        assert sorted(number for _, number in answers) == list(range(1, 9))
