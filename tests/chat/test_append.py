"""`chat_append`, called alone: what it stores, repeats and refuses."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, connections, transaction

from accounts.errors import Busy
from accounts.tenancy import tenant
from chat.actions.post_visitor_message import post_visitor_message
from chat.append import Line, append
from chat.models import Conversation
from tests.cast import Cast, build_cast
from tests.chat.appending import assert_counted, call, line, outcomes

FORGED = """
INSERT INTO chat_message (project_id, conversation_id, number, author_kind, author_id, client_id, kind, text, created_at)
SELECT project_id, id, 99, 'visitor', 1, gen_random_uuid(), 'text', 'forged', now() FROM chat_conversation LIMIT 1
"""


@pytest.fixture
def talk(in_shop: Cast) -> Conversation:
    return in_shop.talk


class TestAppend:
    def test_a_batch_takes_numbers_in_its_order(self, talk: Conversation) -> None:
        batch = [line(talk, f"{n}", kind="note" if n % 3 == 0 else "text", author_kind="operator", author_id=7) for n in range(9)]
        rows = append(batch)
        assert [row.number for row in rows] == list(range(2, 11))
        assert [row.public_number for row in rows] == [None, 2, 3, None, 4, 5, None, 6, 7]
        assert_counted(talk)

    def test_a_note_that_asks_to_be_public_stays_private(self, talk: Conversation) -> None:
        (row,) = append([line(talk, kind="note", author_kind="operator", author_id=7, public=True)])
        assert row.outcome == "stored" and row.public_number is None

    def test_a_repeat_gives_the_stored_row_and_takes_no_number(self, talk: Conversation) -> None:
        one = line(talk)
        first, again = append([one])[0], append([one])[0]
        assert (first.outcome, again.outcome) == ("stored", "repeat")
        assert (first.number, first.created_at) == (again.number, again.created_at)
        assert_counted(talk)

    def test_copies_in_one_call_are_stored_once(self, talk: Conversation) -> None:
        one = line(talk)
        rows = append([one, line(talk), one, one])
        assert [row.outcome for row in rows] == ["stored", "stored", "repeat", "repeat"]
        assert {rows[n].number for n in (0, 2, 3)} == {2}
        assert_counted(talk)

    def test_a_repeat_after_a_close_is_found(self, talk: Conversation) -> None:
        one = line(talk)
        append([one])
        Conversation.objects.filter(pk=talk.pk).update(status="closed")
        assert outcomes([one, line(talk)]) == ["repeat", "slow"]

    def test_what_needs_the_ordinary_action(self, talk: Conversation) -> None:
        assert outcomes([line(talk, kind="form"), line(talk, kind="activity")]) == ["slow", "slow"]
        assert outcomes([line(talk, kind="form"), line(talk, kind="activity")], force=True) == ["stored", "stored"]

    @pytest.mark.parametrize("force", [False, True])
    def test_a_strangers_pair(self, cast: Cast, force: bool) -> None:
        strange = line(cast.talk, project_id=cast.globex.pk)
        nowhere = line(cast.talk, conversation_id=2**40)
        assert outcomes([strange, line(cast.talk), nowhere], force=force) == ["not_found", "stored", "not_found"]

    def test_nobody_waits_in_a_closed_conversation(self, talk: Conversation) -> None:
        Conversation.objects.filter(pk=talk.pk).update(status="closed", waiting_since=None)
        append([line(talk)], force=True)
        assert Conversation.objects.get(pk=talk.pk).waiting_since is None

    def test_the_wait_begins_with_the_first_unanswered_question(self, talk: Conversation) -> None:
        team: dict[str, Any] = {"author_kind": "operator", "author_id": 7}
        rows = append([line(talk), line(talk, **team), line(talk), line(talk), line(talk, kind="note", **team)])
        assert Conversation.objects.get(pk=talk.pk).waiting_since == rows[2].created_at
        append([line(talk, **team)])
        assert Conversation.objects.get(pk=talk.pk).waiting_since is None

    def test_a_rolled_back_savepoint_burns_no_number(self, talk: Conversation) -> None:
        with transaction.atomic():
            assert append([line(talk)])[0].number == 2
            transaction.set_rollback(True)
        assert append([line(talk)])[0].number == 2

    @pytest.mark.parametrize("poison", [{"text": None}, {"client_id": None}, {"author_id": None}, {"kind": "shout"}])
    def test_poison_fails_the_whole_call_and_loses_no_number(self, talk: Conversation, poison: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            call([line(talk), line(talk, **poison)], force=True)
        with pytest.raises((DataError, UnicodeEncodeError, ValueError)), transaction.atomic():
            call([line(talk), line(talk, text="a\x00b")])
        assert append([line(talk)])[0].number == 2

    def test_arrays_of_different_length(self, talk: Conversation) -> None:
        with pytest.raises(DataError, match="differ in length"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM chat_append('{1,2}', '{1}', '{1}', '{x}', '{1}', ARRAY[NULL::uuid], '{x}', '{x}',"
                           " ARRAY[NULL::jsonb], '{t}')")  # fmt: skip


class TestRights:
    """What parley_app may do to messages besides calling the function: read and edit those of the open tenant."""

    @pytest.mark.parametrize(
        "statement",
        [
            FORGED,
            "DELETE FROM chat_message",
            "UPDATE chat_message SET number = 99",
            "UPDATE chat_message SET author_id = 99",
            "TRUNCATE chat_message",
            "SET ROLE parley_writer",
            "SET ROLE parley_owner",
            "SET SESSION AUTHORIZATION parley_owner",
            "ALTER TABLE chat_message DISABLE ROW LEVEL SECURITY",
            "DROP POLICY tenant ON chat_message",
            "DROP FUNCTION chat_append",
            "CREATE TABLE public.mine (id int)",
        ],
    )
    def test_refused(self, in_shop: Cast, statement: str) -> None:
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_a_temporary_table_of_the_same_name_changes_nothing(self, cast: Cast) -> None:
        with connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute("CREATE TEMPORARY TABLE chat_conversation (id bigint, project_id bigint, status text) ON COMMIT DROP")
            except ProgrammingError:
                return  # not even that is allowed: better still
            stored = outcomes([line(cast.talk)])
            cursor.execute("DROP TABLE pg_temp.chat_conversation")
        assert stored == ["stored"]


class TestBusy:
    """Somebody else holds the conversation: two real connections."""

    @pytest.fixture
    def held(self, cloned_database: str) -> Iterator[tuple[Line, Line]]:
        """Two lines that are stored: in Vera's conversation, locked by another connection, and in Wanda's, which is free."""
        everybody = build_cast()
        with tenant(everybody.shop):
            wandas = post_visitor_message(everybody.shop, everybody.wanda, client_id=uuid.uuid4(), text="Hi")
        lines = line(everybody.talk), line(wandas.conversation)
        append(lines)
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT set_config('parley.project', %s, true)", [str(everybody.shop.pk)])
                cursor.execute("SELECT id FROM chat_conversation WHERE id = %s FOR NO KEY UPDATE", [everybody.talk.pk])
                assert cursor.fetchone() == (everybody.talk.pk,)
            yield lines
        finally:
            other.close()

    def test_without_waiting_its_rows_are_busy_and_the_others_stored(self, held: tuple[Line, Line]) -> None:
        locked, free = map(anew, held)
        assert outcomes([locked, free, anew(locked)]) == ["busy", "stored", "busy"]

    def test_a_repeat_in_it_is_still_answered(self, held: tuple[Line, Line]) -> None:
        assert outcomes(held) == ["repeat", "repeat"]

    def test_waiting_ends_with_busy(self, held: tuple[Line, Line]) -> None:
        locked, free = map(anew, held)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            with pytest.raises(Busy):
                append([locked])
            # The caller's transaction is not spoilt.
            assert append([free])[0].outcome == "stored"

    def test_a_query_that_was_cancelled_is_no_busy(self, held: tuple[Line, Line]) -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = '50ms'")
            with pytest.raises(OperationalError):
                append([anew(held[0])])
            transaction.set_rollback(True)


def anew(one: Line) -> Line:
    """The same words, sent another time."""
    return replace(one, client_id=uuid.uuid4())
