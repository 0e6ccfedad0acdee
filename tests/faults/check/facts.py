"""What the database says: read as superuser, behind every wall."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row

SAID = ("text", "form")
TEAM = ("operator", "bot")


@dataclass(frozen=True)
class Row:
    """One stored line."""

    number: int
    public_number: int | None
    author_kind: str
    client_id: str
    kind: str
    text: str
    at: float  # seconds since 1970
    data: dict[str, Any]

    def number_for(self, side: str) -> int | None:
        return self.public_number if side == "visitor" else self.number


@dataclass
class Talk:
    """A conversation as its row says, and its lines in order."""

    id: str
    project: str
    status: str = "open"
    assignee: str | None = None
    assignee_name: str | None = None
    last_number: int = 0
    last_public_number: int = 0
    from_visitor: int = 0
    from_team: int = 0
    visitor_read: int = 0
    visitor_seen: int = 0
    operator_read: int = 0
    assigned_in_audit: int = 0
    rows: list[Row] = field(default_factory=list)

    def rows_for(self, side: str) -> list[Row]:
        return [row for row in self.rows if row.number_for(side) is not None]

    def public(self, number: int) -> int:
        """The visitor's count at an operators' number."""
        return max((row.public_number or 0 for row in self.rows if row.number <= number), default=0)


Talks = dict[str, Talk]

_TALKS = """
SELECT c.id AS pk, c.public_id::text AS id, p.public_id::text AS project, c.status, m.public_id::text AS assignee, m.name AS assignee_name,
       c.last_number, c.last_public_number, c.from_visitor, c.from_team, c.visitor_read, c.visitor_seen, c.operator_read,
       (SELECT count(*) FROM accounts_auditrecord a
        WHERE a.action = 'conversation.assigned' AND a.target_id = c.public_id::text) AS assigned_in_audit
FROM chat_conversation c JOIN accounts_project p ON p.id = c.project_id LEFT JOIN accounts_member m ON m.id = c.assignee_id
"""
_ROWS = """
SELECT conversation_id, number, public_number, author_kind, client_id::text, kind, text,
       extract(epoch FROM created_at)::float AS at, coalesce(data, '{}'::jsonb) AS data
FROM chat_message ORDER BY conversation_id, number
"""


def read_talks(url: str) -> Talks:
    with psycopg.connect(url, row_factory=dict_row) as line:
        found = line.execute(_TALKS).fetchall()
        by_key: dict[int, Talk] = {}
        for one in found:
            key = one.pop("pk")
            by_key[key] = Talk(**one)
        for one in line.execute(_ROWS):
            by_key[one.pop("conversation_id")].rows.append(Row(**one))
    return {talk.id: talk for talk in by_key.values()}


def by_client_id(talks: Talks) -> dict[str, list[tuple[Talk, Row]]]:
    """Every stored line by the id that its client made; a second one there is a doubled message."""
    found: dict[str, list[tuple[Talk, Row]]] = defaultdict(list)
    for talk in talks.values():
        for row in talk.rows:
            found[row.client_id].append((talk, row))
    return found
