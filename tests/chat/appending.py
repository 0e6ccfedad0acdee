"""What the tests of `chat_append` share: raw calls of it, and a count of everything anew."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from chat.append import Line
from chat.models import Conversation

COUNTED_ANEW = """
SELECT c.last_number, c.last_public_number, c.from_visitor, c.from_team, c.last_text, c.waiting_since IS NOT NULL,
       coalesce(max(m.number), 0), coalesce(max(m.public_number), 0),
       count(*) FILTER (WHERE m.author_kind = 'visitor' AND m.kind IN ('text', 'form')),
       count(*) FILTER (WHERE m.author_kind IN ('operator', 'bot') AND m.kind IN ('text', 'form') AND m.public_number IS NOT NULL),
       coalesce((array_agg(left(m.text, 200) ORDER BY m.number DESC)
                 FILTER (WHERE m.kind = 'text' AND m.public_number IS NOT NULL))[1], ''),
       coalesce(max(m.number) FILTER (WHERE m.author_kind = 'visitor' AND m.kind = 'text'), 0)
         > coalesce(max(m.number) FILTER (WHERE m.author_kind = 'operator' AND m.kind = 'text'), 0)
FROM chat_conversation c LEFT JOIN chat_message m ON m.conversation_id = c.id WHERE c.id = %s GROUP BY c.id
"""
CALL = """
SELECT outcome, number, public_number, conversation_id, created_at FROM public.chat_append(
    %s::integer[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::uuid[], %s::text[], %s::text[], %s::jsonb[],
    %s::boolean[], %s, %s)
"""


def line(conversation: Conversation, text: str = "Hello", **other: Any) -> Line:
    """A visitor's text, unless told otherwise."""
    fields: dict[str, Any] = {
        "project_id": conversation.project_id,
        "conversation_id": conversation.pk,
        "author_kind": "visitor",
        "author_id": conversation.visitor_id,
        "client_id": uuid.uuid4(),
        "kind": "text",
        "text": text,
        "data": None,
        "public": True,
    }
    return Line(**{**fields, **other})


def call(lines: Sequence[Line], *, force: bool = False, wait: bool = False) -> list[Any]:
    """One raw call, without retries: rows of (outcome, number, public_number, conversation_id, created_at)."""
    names = ("project_id", "conversation_id", "author_kind", "author_id", "client_id", "kind", "text", "data", "public")
    columns = [[getattr(one, name) for one in lines] for name in names]
    with connection.cursor() as cursor:
        cursor.execute(CALL, [list(range(len(lines))), *columns, force, wait])
        return cursor.fetchall()


def outcomes(lines: Sequence[Line], *, force: bool = False, wait: bool = False) -> list[str]:
    return [row[0] for row in call(lines, force=force, wait=wait)]


def assert_counted(conversation: Conversation) -> None:
    """The summary of a conversation is what a fresh count of its lines says, and both numbers have no gaps."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED_ANEW, [conversation.pk])
        row = cursor.fetchone()
        assert row[:6] == row[6:], row
        for column in ("number", "public_number"):
            cursor.execute(
                f"SELECT count({column}), count(DISTINCT {column}), coalesce(max({column}), 0) FROM chat_message"
                " WHERE conversation_id = %s",
                [conversation.pk],
            )
            assert len(set(cursor.fetchone())) == 1, f"{column} has a gap"
        cursor.execute(
            "SELECT count(*) FROM (SELECT created_at < lag(created_at) OVER (ORDER BY number) AS back"
            " FROM chat_message WHERE conversation_id = %s) AS times WHERE back",
            [conversation.pk],
        )
        assert cursor.fetchone() == (0,), "times run against the numbers"
