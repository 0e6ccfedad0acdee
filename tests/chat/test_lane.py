"""The lane: batches that form by themselves, where one row's trouble is nobody else's."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence

import psycopg
import pytest
from django.conf import settings

from accounts.errors import Busy
from accounts.tenancy import tenant
from chat import threads
from chat.actions.close_conversation import close_conversation
from chat.append import Appended, Line
from chat.lane import BATCH, Lane
from chat.models import Conversation, Message
from tests.cast import Cast, build_cast
from tests.chat.appending import assert_counted, line
from tests.chat.test_append_together import conversations_of


class Watched(Lane):
    """A lane that remembers its batches."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []
        inner = self.writer.append

        async def append(lines: Sequence[Line], *, wait: bool) -> list[Appended]:
            self.batches.append(len(lines))
            return await inner(lines, wait=wait)

        self.writer.append = append  # type: ignore[method-assign]


@pytest.fixture
def people(cloned_database: str) -> Cast:
    return build_cast()


@pytest.fixture
async def lane(people: Cast) -> AsyncIterator[Watched]:
    """A lane whose connections end with the test."""
    made = Watched()
    yield made
    if made.sweeping is not None:
        made.sweeping.cancel()
    for writer in (made.writer, *(made.spares.get_nowait() for _ in range(made.spares.qsize()))):
        await writer.close()


@pytest.fixture
def talks(people: Cast) -> list[Conversation]:
    return conversations_of(people, 3)


async def other_connection() -> psycopg.AsyncConnection[tuple[object, ...]]:
    """Somebody else in the same database, as the same role."""
    database = settings.DATABASES["default"]
    return await psycopg.AsyncConnection.connect(
        dbname=database["NAME"], user=database["USER"], password=database["PASSWORD"], host=database["HOST"], autocommit=True
    )


async def counted(people: Cast, talks: Sequence[Conversation]) -> int:
    """Every count anew; how many lines there are in all."""

    def count() -> int:
        with tenant(people.shop):
            for talk in talks:
                assert_counted(talk)
            return Message.objects.filter(conversation__in=talks).count()

    return await threads.run(count)


class TestBatches:
    async def test_what_comes_together_is_committed_together(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        answers = await asyncio.gather(*(lane.append(line(talks[n % 3], str(n))) for n in range(300)))
        assert {answer.outcome for answer in answers} == {"stored"}
        assert lane.batches[0] <= BATCH and max(lane.batches) == BATCH and len(lane.batches) < 10
        for place in range(3):
            numbers = [answer.number for answer in answers[place::3]]
            assert numbers == list(range(numbers[0], numbers[0] + 100)), "in the order in which they came"
        assert await counted(people, talks) == 303

    async def test_one_alone_goes_at_once(self, lane: Watched, talks: list[Conversation]) -> None:
        for _ in range(3):
            assert (await lane.append(line(talks[0]))).outcome == "stored"
        assert lane.batches == [1, 1, 1]

    async def test_the_same_twice_at_once_is_one_row(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        one = line(talks[0])
        answers = await asyncio.gather(*(lane.append(one) for _ in range(5)))
        assert len(set(answers)) == 1 and lane.batches == [1]
        assert (await lane.append(one)).outcome == "repeat"
        assert await counted(people, talks) == 4

    async def test_texts_arrive_as_they_were(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        """Arrays are written by hand: what could be taken for a part of one is the text's own."""
        texts = ["NULL", "", "{a,b}", 'say "hi"', "back\\slash", '\\"', "line\nend", ",", " x ", "😀 Grüße", "a" * 10_000]
        lines = [line(talks[0], text, data={"q": text}) for text in texts]
        answers = await asyncio.gather(*(lane.append(one) for one in lines))

        def read() -> list[tuple[str, object]]:
            with tenant(people.shop):
                rows = Message.objects.filter(conversation=talks[0], number__in=[one.number for one in answers])
                return list(rows.order_by("number").values_list("text", "data"))

        assert await threads.run(read) == [(text, {"q": text}) for text in texts]


class TestTrouble:
    async def test_a_poison_row_fails_alone(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        bad = [line(talks[1], "a\0b"), line(talks[1], "\ud800")]
        sends = [line(talks[0], str(n)) for n in range(10)] + bad
        answers = await asyncio.gather(*map(lane.append, sends), return_exceptions=True)
        assert [type(answer) for answer in answers[-2:]] == [psycopg.DataError, UnicodeEncodeError]
        assert [getattr(answer, "outcome", answer) for answer in answers[:-2]] == ["stored"] * 10
        assert await counted(people, talks) == 13

    async def test_another_customers_conversation_is_not_there(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        strange = line(talks[0], project_id=people.globex.pk)
        answers = await asyncio.gather(lane.append(strange), lane.append(line(talks[1])))
        assert [answer.outcome for answer in answers] == ["not_found", "stored"]

    async def test_a_closed_conversation_is_for_the_ordinary_action(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        def close() -> None:
            with tenant(people.shop):
                close_conversation(people.oscar, people.shop, talks[0])

        await threads.run(close)
        answers = await asyncio.gather(lane.append(line(talks[0])), lane.append(line(talks[1])))
        assert [answer.outcome for answer in answers] == ["slow", "stored"]

    async def test_a_held_conversation_stops_nobody_else(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        """And what waits for it is stored in order once it is free."""
        holder = await other_connection()
        async with holder.transaction():
            await holder.execute("SELECT set_config('parley.project', %s, true)", [str(people.shop.pk)])
            await holder.execute("SELECT 1 FROM chat_conversation WHERE id = %s FOR UPDATE", [talks[0].pk])
            held = [asyncio.ensure_future(lane.append(line(talks[0], f"held {n}"))) for n in range(4)]
            free = await asyncio.gather(*(lane.append(line(talks[1], f"free {n}")) for n in range(20)))
            assert {answer.outcome for answer in free} == {"stored"} and not any(one.done() for one in held)
        numbers = [answer.number for answer in await asyncio.gather(*held)]
        assert numbers == sorted(numbers) and len(set(numbers)) == 4
        assert await counted(people, talks) == 27
        await holder.close()

    async def test_a_client_id_that_another_transaction_is_storing(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        """SKIP LOCKED does not cover the unique index: the batch gives up after its lock_timeout and goes one by one."""
        same = uuid.uuid4()
        other = await other_connection()
        async with other.transaction():
            values = [[0], [people.shop.pk], [talks[2].pk], ["visitor"], [talks[2].visitor_id], [same], ["text"], ["x"], [None], [True]]
            kinds = ["integer", "bigint", "bigint", "text", "bigint", "uuid", "text", "text", "jsonb", "boolean"]
            arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
            await other.execute(f"SELECT * FROM chat_append({arrays})", values)
            rival = line(talks[0], author_id=talks[2].visitor_id, client_id=same)
            waits = asyncio.ensure_future(lane.append(rival))
            others = await asyncio.gather(*(lane.append(line(talks[1])) for _ in range(5)))
            assert {answer.outcome for answer in others} == {"stored"}
        assert (await waits).conversation_id == talks[2].pk, "whoever came first has it"
        await other.close()

    async def test_a_lost_connection_is_opened_again(self, people: Cast, lane: Watched, talks: list[Conversation]) -> None:
        await lane.append(line(talks[0]))
        other = await other_connection()
        sends = [asyncio.ensure_future(lane.append(line(talks[n % 3], str(n)))) for n in range(200)]
        for _ in range(3):
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
            await asyncio.sleep(0)
        answers = await asyncio.gather(*sends)
        assert {answer.outcome for answer in answers} <= {"stored", "repeat"}
        assert await counted(people, talks) == 204
        await other.close()

    async def test_what_nobody_thought_of_is_told_and_may_be_sent_again(self, lane: Watched, talks: list[Conversation]) -> None:
        working, one = lane.writer.append, line(talks[0])

        async def broken(lines: Sequence[Line], *, wait: bool) -> list[Appended]:
            raise RuntimeError("nobody thought of this")

        lane.writer.append = broken  # type: ignore[method-assign]
        with pytest.raises(RuntimeError):
            await lane.append(one)
        lane.writer.append = working  # type: ignore[method-assign]
        assert (await lane.append(one)).outcome == "stored"

    async def test_whoever_waited_too_long_is_told(self, lane: Watched, talks: list[Conversation], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("chat.lane.GIVE_UP_S", 0.1)
        monkeypatch.setitem(settings.DATABASES["default"], "HOST", "/nowhere")
        with pytest.raises(Busy):
            await lane.append(line(talks[0]))
        assert not lane.patience
