"""Fills the timeline by COPY as superuser: conversations of sixty lines, with counts as `chat_append` would have left them.

What followers make of the lines is filled by COPY too, beside them: ten million lines through Celery would take hours. The first
talks are filed by the followers themselves, and `check` lets them file a sample of the others again and compares, row for row.
The indexes stay in place. Foreign keys and walls do not speak to a superuser's replica session, so the rows name only each other.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import psycopg

from bench.growth import rows as shapes
from bench.growth import words as search
from bench.growth.rows import LINES, Rows, Talk
from bench.growth.speech import Speech
from bench.growth.words import Words
from bench.house import House
from launcher.say import say
from launcher.tool import must_run

FEW_LINES = 6  # in those of the last thirty days, which are the same at every size
DAYS = 600  # over which the talks are spread
AGO = 90  # days since the last of them: the reports ask for thirty days, and for the thirty before
LATELY = 29  # days over which the few lines are spread
AT_ONCE = 2_000  # conversations in one transaction: as many as fit into memory easily
COMPARED = 12  # talks that the followers file once more
SAY_EVERY_S = 30.0
TABLES = ("chat_visitor", "chat_conversation", "chat_message")
PENDING = "ALTER INDEX chat_search_tokens SET (gin_pending_list_limit = {kilobytes})"
FOLLOWED = ("chat_searchentry", "chat_searchword", "reports_fact")


class Copier:
    """Adds talks until there are as many lines as wanted."""

    def __init__(self, house: House, whole: int) -> None:
        self.house, self.world, self.whole = house, house.world, whole
        self.db = psycopg.connect(house.superuser_url(), autocommit=True)
        self.db.execute("SET session_replication_role = replica")
        self.start = datetime.now(UTC) - timedelta(days=DAYS + AGO)
        self.speech = Speech()
        self.rows = Rows(self.speech, self.one("SELECT min(id) FROM accounts_member"))
        self.words = Words(self.rows)
        self.numbers = {site.id: 1_000_000 for site in self.world.sites}  # above those that were settled
        self.next_id = 1_000_000
        self.next_line = 1
        self.place = 0
        self.known: list[Talk] = []  # of the first project
        self.first_texts: list[int] = []  # what it said before anything grew

    def one(self, query: str) -> int:
        row = self.db.execute(query.encode()).fetchone()
        assert row is not None
        return int(row[0] or 0)

    def fill_settled(self, talks: int) -> None:
        """Give the first two projects' first guests, whose tokens we know, a talk of sixty lines; the first's others a short one each.

        The short ones are what reports of the last thirty days are about. Two of three are closed and rated, some with a word.
        """
        now = datetime.now(UTC) - timedelta(hours=1)
        guests = [(one, LINES, now) for one in self.world.guests[:talks] if one.site < 2]
        others = [one for one in self.world.guests[talks:] if one.site == 0]
        guests += [(one, FEW_LINES, now - timedelta(days=LATELY) * place / len(others)) for place, one in enumerate(others)]
        made: list[Talk] = []
        for one, lines, at in guests:
            site = self.world.sites[one.site].id
            ids = (one.conversation, uuid.UUID(one.conversation_public_id), one.id, uuid.UUID(one.public_id))
            made.append(Talk(0, *ids, site, 0, at, lines, self.next_line))
            self.next_line += lines
        first = [talk for talk in made if talk.project == self.world.sites[0].id]
        self.first_texts = [self.rows.said(talk, number) for talk in first for number in range(1, talk.lines + 1)]
        self.copy(f"chat_message ({shapes.MESSAGE})", map(self.rows.messages, made))
        self._count_settled(made)
        self._set_sequences()
        self._follow("settle", [])

    def _count_settled(self, made: list[Talk]) -> None:
        for talk in made:
            self.db.execute(
                "UPDATE chat_conversation SET last_number = %(n)s, last_public_number = %(n)s, from_visitor = %(n)s / 2,"
                " from_team = %(n)s / 2, last_text = 'a line', last_author_kind = 'visitor', last_at = %(at)s WHERE id = %(id)s",
                {"n": talk.lines, "at": talk.at, "id": talk.id},
            )
        # They wait longest of all, in an order that scatters them over the table: the inbox shows the same page at every size.
        self.db.execute(
            "UPDATE chat_conversation SET waiting_since = now() - %s * interval '1 day' + id * 7919 %% 100003 * interval '1 minute'",
            [DAYS + AGO + 110],
        )
        self.db.execute(
            "UPDATE chat_conversation SET status = 'closed', waiting_since = NULL, closed_at = last_at, rating_score = 1 + id %% 5,"
            " rating_comment = CASE id %% 4 WHEN 0 THEN 'Quick and kind' ELSE '' END WHERE last_number = %s AND id %% 3 > 0",
            [FEW_LINES],
        )

    def grow_to(self, messages: int) -> None:
        self.next_line = self.one("SELECT max(id) FROM chat_message") + 1
        if not self.words.buckets:
            self.words.know(self.db.execute("SELECT project_id, word, buckets FROM chat_searchword"))
        whole = missing = -(-(messages - self.one("SELECT count(*) FROM chat_message")) // LINES)
        said = time.monotonic()
        self.db.execute(PENDING.format(kilobytes=256 * 1024).encode())  # fewer, larger merges into the index
        while missing > 0:
            self.write([self.next_talk() for _ in range(min(missing, AT_ONCE))])
            missing -= AT_ONCE
            if missing > 0 and time.monotonic() - said > SAY_EVERY_S:
                say(f"     {1 - missing / whole:.0%} of {messages:,} messages")
                said = time.monotonic()
        self.db.execute(PENDING.format(kilobytes=512).encode())  # as the product has it
        self._put_words()
        for site, number in self.numbers.items():
            self.db.execute("UPDATE chat_counter SET last_number = %s WHERE project_id = %s", [number, site])
        self._set_sequences()
        self._settle_down()

    def _settle_down(self) -> None:
        """As a database is whose autovacuum keeps up: nothing is pending, no index leads to what is gone."""
        for table in (*TABLES, *FOLLOWED):
            self.db.execute(f"VACUUM (ANALYZE, INDEX_CLEANUP ON) {table}".encode())
        self.db.execute("CHECKPOINT")  # what was written must not reach the disk while others are measured

    def _put_words(self) -> None:
        with self.db.transaction():
            self.db.execute("CREATE TEMP TABLE said (project_id bigint, word text, buckets integer[]) ON COMMIT DROP")
            self.copy("said", self.words.take_changed())
            self.db.execute(
                "INSERT INTO chat_searchword (project_id, word, buckets) SELECT * FROM said"
                " ON CONFLICT (project_id, word) DO UPDATE SET buckets = excluded.buckets"
            )

    def _set_sequences(self) -> None:
        for table, number in (("chat_visitor", self.next_id), ("chat_conversation", self.next_id), ("chat_message", self.next_line)):
            self.db.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number})".encode())

    def check(self) -> None:
        """Let the followers file a sample of all talks of the first project again. Raises Trouble where they say anything else."""
        sample = self.known[:: max(1, len(self.known) // COMPARED)]
        self._follow("compare", [talk.id for talk in sample])
        self._settle_down()

    def _follow(self, what: str, talks: list[int]) -> None:
        """In a process of its own: it needs the product."""
        file = self.house.folder / "follow.json"
        sites = [site.id for site in (self.world.sites if what == "settle" else self.world.sites[:1])]
        projects = self.db.execute("SELECT id, account_id FROM accounts_project WHERE id = ANY(%s)", [sites]).fetchall()
        file.write_text(json.dumps({"projects": projects, "talks": talks}))
        env = {name: value for name, value in self.house.env.items() if name != "DATABASE_OWNER_URL"}
        must_run([sys.executable, "-m", "bench.growth.follower", what, str(file)], f"The followers do not agree ({what}).", env=env)

    def next_talk(self) -> Talk:
        place, number = self.place, self.next_id
        self.place, self.next_id = place + 1, number + 1
        # A fifth belongs to the first project, the rest to the others in turn.
        site = self.world.sites[0 if place % 5 == 0 else 1 + place % (len(self.world.sites) - 1)].id
        self.numbers[site] += 1
        at = self.start + timedelta(days=(DAYS - 1) * place * LINES / self.whole)
        talk = Talk(place, number, uuid.uuid4(), number, uuid.uuid4(), site, self.numbers[site], at, LINES, self.next_line)
        self.next_line += LINES
        if site == self.world.sites[0].id:
            self.known.append(talk)
        return talk

    def write(self, talks: list[Talk]) -> None:
        rows, words = self.rows, self.words
        with self.db.transaction():
            self.copy(f"chat_visitor ({shapes.VISITOR})", map(rows.visitor, talks))
            self.copy(f"chat_conversation ({shapes.CONVERSATION})", map(rows.conversation, talks))
            self.copy(f"chat_message ({shapes.MESSAGE})", map(rows.messages, talks))
            self.copy(f"reports_fact ({shapes.FACT})", map(rows.fact, talks))
            self.copy(f"chat_searchentry ({search.ENTRY})", map(words.entries, talks))

    def copy(self, table: str, lines: Iterable[str]) -> None:
        with self.db.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
            for line in lines:
                copy.write(line)
