"""Calls `chat_append`, the only producer of messages, on Django's connection."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import psycopg.errors
from django.db import OperationalError, connection, transaction
from django.db.utils import IntegrityError

from accounts.errors import Busy

# 23505 and 40P01: another call won the race and nothing was written here; the same call again finds its rows.
TRIES = 3

_CALL = """
SELECT outcome, number, public_number, conversation_id, created_at FROM public.chat_append(
    %s::integer[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::uuid[], %s::text[], %s::text[], %s::jsonb[],
    %s::boolean[], %s, true)
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row to append. `author_id` is internal, 0 for system and bots."""

    project_id: int
    conversation_id: int
    author_kind: str
    author_id: int
    client_id: uuid.UUID
    kind: str
    text: str
    data: dict[str, Any] | None
    public: bool


class Appended(NamedTuple):
    """What became of a row; numbers are internal ones, None unless stored or repeated."""

    outcome: str
    number: int
    public_number: int | None
    conversation_id: int
    created_at: datetime


def append(lines: Sequence[Line], *, force: bool = False) -> list[Appended]:
    """Append rows in order, one answer each. With `force` the caller holds the rules: any status, any kind.

    Waits for conversations that others hold, up to the connection's lock_timeout. Raises Busy when that or the retries
    were not enough: nothing was written then, and the same call may be made again.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():  # its own savepoint: a failed try must not spoil the caller's transaction
                return _call(lines, force)
        except IntegrityError as error:
            if attempt == TRIES or not isinstance(error.__cause__, psycopg.errors.UniqueViolation):
                raise
        except OperationalError as error:
            if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise Busy() from error
            if attempt == TRIES or not isinstance(error.__cause__, psycopg.errors.DeadlockDetected):
                raise
    raise Busy()


def _call(lines: Sequence[Line], force: bool) -> list[Appended]:
    with connection.cursor() as cursor:
        cursor.execute(_CALL, [*columns_of(lines), force])
        return [Appended(*row) for row in cursor.fetchall()]


def columns_of(lines: Sequence[Line]) -> list[list[Any]]:
    """The arrays that `chat_append` takes, up to `p_public`."""
    return [
        list(range(len(lines))),
        [line.project_id for line in lines],
        [line.conversation_id for line in lines],
        [line.author_kind for line in lines],
        [line.author_id for line in lines],
        [line.client_id for line in lines],
        [line.kind for line in lines],
        [line.text for line in lines],
        [None if line.data is None else json.dumps(line.data) for line in lines],
        [line.public for line in lines],
    ]
