"""The rows of one talk, as COPY takes them: what `chat_append` would have left, and what the followers make of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.growth.speech import Speech, order_of

LINES = 60  # in each conversation
ORDER_IN = 3  # the line that names the order
NOTHING = r"\N"

CONVERSATION = (
    "id, public_id, project_id, number, visitor_id, status, subject, priority, rating_comment, last_number, last_public_number,"
    " from_visitor, from_team, waiting_since, last_text, last_author_kind, last_author_id, last_at, closed_at, visitor_read,"
    " visitor_seen, operator_read, created_at, updated_at"
)
VISITOR = (
    "id, public_id, project_id, token_hash, external_id, name, email, phone, verified, data, locale, device, referrer, pages, visits,"
    " first_seen_at, last_seen_at"
)
MESSAGE = "id, project_id, conversation_id, number, public_number, author_kind, author_id, client_id, kind, text, created_at"
FACT = (
    "conversation_id, project_id, seen, asked_at, replied_at, replied_by, replied_in_s, closed_at, resolved_in_s, reopened, merged,"
    " missed, operator, department, tags, score, commented, from_visitor, texts"
)


@dataclass(frozen=True)
class Talk:
    """One conversation to write. `place` counts over all stages; `first_line` is its first message's id, `at` its last one's time."""

    place: int
    id: int
    public_id: uuid.UUID
    visitor: int
    visitor_public_id: uuid.UUID
    project: int
    number: int
    at: datetime
    lines: int
    first_line: int = 0

    @property
    def open(self) -> bool:
        """One in twenty; those wait for an answer."""
        return self.place % 100 < 5

    def time_of(self, number: int) -> datetime:
        """A minute apart."""
        return self.at + timedelta(minutes=number - self.lines)


class Rows:
    """Makes them. Visitor and operator speak by turns, the visitor first."""

    def __init__(self, speech: Speech, member: int) -> None:
        self.speech, self.member = speech, member

    def said(self, talk: Talk, number: int) -> int:
        """Which text is the line with this number."""
        return (talk.id * 31 + number) % len(self.speech.texts)

    def visitor(self, talk: Talk) -> str:
        name = self.speech.name(talk.visitor)
        empty = {"token_hash": r"\\x00", "verified": "f", "data": "{}", "pages": "[]", "visits": 1}
        known = {"id": talk.visitor, "public_id": talk.visitor_public_id, "project_id": talk.project, "name": name, **empty}
        known |= {"email": f"{name.lower().replace(' ', '.')}@mail.example", "first_seen_at": talk.at, "last_seen_at": talk.at}
        return "\t".join(str(known.get(column, "")) for column in VISITOR.split(", ")) + "\n"

    def conversation(self, talk: Talk) -> str:
        half, waits, closed = talk.lines // 2, talk.at if talk.open else NOTHING, NOTHING if talk.open else talk.at
        status = "open" if talk.open else "closed"
        who = (talk.id, talk.public_id, talk.project, talk.number, talk.visitor, status, "", 0, "")
        said = (waits, "a line", "visitor", talk.visitor, talk.at, closed)
        counts = (talk.lines, talk.lines, half, half, *said, talk.lines, half, talk.lines)
        return "\t".join(map(str, (*who, *counts, talk.at, talk.at))) + "\n"

    def messages(self, talk: Talk) -> str:
        return "".join(self._messages(talk))

    def _messages(self, talk: Talk) -> Iterator[str]:
        authors = (f"operator\t{self.member}", f"visitor\t{talk.visitor}")
        for number in range(1, talk.lines + 1):
            text = self.speech.texts[self.said(talk, number)]
            if number == ORDER_IN:
                text = f"{text} {order_of(talk.id)}"
            client_id = f"{talk.id:024x}{number:08x}"
            line = (talk.first_line + number - 1, talk.project, talk.id, number, number, authors[number % 2], client_id, "text", text)
            yield "\t".join(map(str, (*line, talk.time_of(number)))) + "\n"

    def fact(self, talk: Talk) -> str:
        """What the follower of reports makes of it, at a desk that is always open."""
        closed, resolved = (NOTHING, NOTHING) if talk.open else (talk.at, 60 * (talk.lines - 1))
        course = (talk.id, talk.project, talk.lines, talk.time_of(1), talk.time_of(2), self.member, 60, closed, resolved)
        texts = f'{{"{self.member}": {talk.lines // 2}}}'
        return "\t".join(map(str, (*course, 0, "f", "f", self.member, NOTHING, "{}", NOTHING, "f", talk.lines // 2, texts))) + "\n"
