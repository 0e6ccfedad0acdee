"""Fills the timeline by COPY as superuser: conversations of sixty lines, with counts as `chat_append` would have left them.

The indexes stay in place. Foreign keys and walls do not speak to a superuser's replica session, so the rows name only each other.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg

from bench.world import World

LINES = 60  # in each conversation
DAYS = 600  # over which the talks are spread
AT_ONCE = 2_000  # conversations in one transaction: as many as fit into memory easily
WORDS = ("blue", "bowl", "glaze", "kiln", "order", "parcel", "Tuesday", "colour", "refund", "voucher", "shelf", "wheel", "clay", "lid")

CONVERSATION = (
    "id, public_id, project_id, number, visitor_id, status, subject, priority, rating_comment, last_number, last_public_number,"
    " from_visitor, from_team, waiting_since, last_text, last_author_kind, last_author_id, last_at, closed_at, visitor_read,"
    " visitor_seen, operator_read, created_at, updated_at"
)
VISITOR = (
    "id, public_id, project_id, token_hash, external_id, name, email, phone, verified, data, locale, device, referrer, pages, visits,"
    " first_seen_at, last_seen_at"
)
MESSAGE = "project_id, conversation_id, number, public_number, author_kind, author_id, client_id, kind, text, created_at"


@dataclass(frozen=True)
class Talk:
    """One conversation to write. `place` counts over all stages."""

    place: int
    id: int
    public_id: uuid.UUID
    visitor: int
    visitor_public_id: uuid.UUID
    project: int
    number: int
    at: datetime

    @property
    def open(self) -> bool:
        """One in twenty; those wait for an answer."""
        return self.place % 100 < 5


class Copier:
    """Adds talks until there are as many lines as wanted."""

    def __init__(self, url: str, world: World, whole: int) -> None:
        self.db = psycopg.connect(url, autocommit=True)
        self.db.execute("SET session_replication_role = replica")
        self.world, self.whole = world, whole
        self.start = datetime.now(UTC) - timedelta(days=DAYS)
        self.texts = [" ".join(random.choices(WORDS, k=12)) for _ in range(1000)]  # noqa: S311  (nothing secret is drawn)
        self.member = self.one("SELECT min(id) FROM accounts_member")
        self.numbers = {site.id: 1_000_000 for site in world.sites}  # above those that were settled
        self.next_id = 1_000_000
        self.place = 0
        self.known: list[uuid.UUID] = []  # of the first project

    def one(self, query: str) -> int:
        row = self.db.execute(query.encode()).fetchone()
        assert row is not None
        return int(row[0] or 0)

    def fill_settled(self, talks: int) -> None:
        """Give those who were settled, and whose tokens we know, a talk of sixty lines."""
        now = datetime.now(UTC) - timedelta(hours=1)
        guests = self.world.guests[:talks]
        made = [
            Talk(0, one.conversation, uuid.UUID(one.conversation_public_id), one.id, uuid.UUID(one.public_id), 0, 0, now) for one in guests
        ]
        with self.db.transaction(), self.db.cursor().copy(f"COPY chat_message ({MESSAGE}) FROM STDIN".encode()) as copy:
            for guest, talk in zip(guests, made, strict=True):
                copy.write(self.lines_of(talk, self.world.sites[guest.site].id))
        ids = [one.conversation for one in guests]
        self.db.execute(
            "UPDATE chat_conversation SET last_number = %s, last_public_number = %s, from_visitor = %s, from_team = %s,"
            " last_text = 'a line', last_author_kind = 'visitor', last_at = now() WHERE id = ANY(%s)",
            [LINES, LINES, LINES // 2, LINES // 2, ids],
        )
        # They wait longest of all, in an order that scatters them over the table: the inbox shows the same page at every size.
        self.db.execute(
            "UPDATE chat_conversation SET waiting_since = now() - %s * interval '1 day' + id * 7919 %% 100003 * interval '1 minute'",
            [DAYS + 200],
        )

    def grow_to(self, messages: int) -> None:
        missing = -(-(messages - self.one("SELECT count(*) FROM chat_message")) // LINES)
        while missing > 0:
            self.write([self.next_talk() for _ in range(min(missing, AT_ONCE))])
            missing -= AT_ONCE
        for site, number in self.numbers.items():
            self.db.execute("UPDATE chat_counter SET last_number = %s WHERE project_id = %s", [number, site])
        for table in ("chat_visitor", "chat_conversation"):
            self.db.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {self.next_id})".encode())
        for table in ("chat_visitor", "chat_conversation", "chat_message"):
            self.db.execute(f"VACUUM (ANALYZE) {table}".encode())
        self.db.execute("CHECKPOINT")  # what was copied must not be written while others are measured

    def next_talk(self) -> Talk:
        place, number = self.place, self.next_id
        self.place, self.next_id = place + 1, number + 1
        # A fifth belongs to the first project, the rest to the others in turn.
        site = self.world.sites[0 if place % 5 == 0 else 1 + place % (len(self.world.sites) - 1)].id
        self.numbers[site] += 1
        at = self.start + timedelta(days=(DAYS - 1) * place * LINES / self.whole)
        talk = Talk(place, number, uuid.uuid4(), number, uuid.uuid4(), site, self.numbers[site], at)
        if site == self.world.sites[0].id:
            self.known.append(talk.public_id)
        return talk

    def write(self, talks: list[Talk]) -> None:
        tables = {
            f"chat_visitor ({VISITOR})": map(visitor_row, talks),
            f"chat_conversation ({CONVERSATION})": map(conversation_row, talks),
            f"chat_message ({MESSAGE})": (self.lines_of(talk, talk.project) for talk in talks),
        }
        with self.db.transaction():
            for table, rows in tables.items():
                with self.db.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
                    for row in rows:
                        copy.write(row)

    def lines_of(self, talk: Talk, project: int) -> str:
        return "".join(self._lines(talk, project))

    def _lines(self, talk: Talk, project: int) -> Iterator[str]:
        """Visitor and operator by turns, a minute apart."""
        authors = (f"operator\t{self.member}", f"visitor\t{talk.visitor}")
        for number in range(1, LINES + 1):
            client_id = f"{talk.id:024x}{number:08x}"
            text = self.texts[(talk.id + number) % len(self.texts)]
            at = talk.at + timedelta(minutes=number - LINES)
            yield f"{project}\t{talk.id}\t{number}\t{number}\t{authors[number % 2]}\t{client_id}\ttext\t{text}\t{at}\n"


def visitor_row(talk: Talk) -> str:
    empty = {"token_hash": r"\\x00", "verified": "f", "data": "{}", "pages": "[]", "visits": 1}
    known = {"id": talk.visitor, "public_id": talk.visitor_public_id, "project_id": talk.project, **empty}
    known |= {"first_seen_at": talk.at, "last_seen_at": talk.at}
    return "\t".join(str(known.get(column, "")) for column in VISITOR.split(", ")) + "\n"


def conversation_row(talk: Talk) -> str:
    half, waits, closed = LINES // 2, talk.at if talk.open else r"\N", r"\N" if talk.open else talk.at
    status = "open" if talk.open else "closed"
    who = (talk.id, talk.public_id, talk.project, talk.number, talk.visitor, status, "", 0, "")
    counts = (LINES, LINES, half, half, waits, "a line", "visitor", talk.visitor, talk.at, closed, LINES, half, LINES)
    return "\t".join(map(str, (*who, *counts, talk.at, talk.at))) + "\n"
