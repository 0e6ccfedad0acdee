"""A week of a shop in New York, lived through with the product's own actions and then moved to where it belongs.

In it are an answer across a night, one across a day off, a chat that nobody answered, one that came back, a merged one, ratings, and
the hour of Sunday that the clock shows twice. The numbers in the tests were reckoned by hand from this table.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.tenancy import tenant
from chat.actions.catch_up import catch_up
from chat.actions.close_conversation import close_conversation, end_conversation
from chat.actions.edit_departments import add_department
from chat.actions.edit_desk import edit_desk
from chat.actions.merge_conversations import merge_conversations
from chat.actions.move_conversation import move_conversation
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.rate_conversation import rate_conversation
from chat.actions.register_visitor import register_visitor, visitor_actor
from chat.actions.tag_conversation import tag_conversation
from chat.models import Conversation, Department, SpecialDay, Visitor
from chat.tokens import mint_token
from panel.reports.actions.note_attendance import put_minute
from tests.cast import Cast
from tests.databases import sql

ZONE = ZoneInfo("America/New_York")
MONDAY, SUNDAY = "2026-10-26", "2026-11-01"
NINE_TO_FIVE = [[[9 * 60, 17 * 60]]] * 5 + [[]] * 2
FORMULA = '=HYPERLINK("https://evil.example";"Ruth")'

Step = tuple[str, str]  # when, by the shop's clock, and what


@dataclass
class Talk:
    """One conversation: who writes, and what happens when. `v` the visitor, `o` Oscar, `a` Ada, and acts by their names."""

    name: str
    steps: list[Step]
    fold: int = 0  # 1 for the second time that the clock shows an hour
    at: list[tuple[int, datetime]] = field(default_factory=list)
    row: Conversation | None = None


WEEK = [
    Talk(FORMULA, [("26 09:00", "v"), ("26 09:02", "o"), ("26 09:30", "close"), ("26 09:31", "rate 5")]),
    Talk("Night", [("26 16:50", "v"), ("27 09:10", "a"), ("27 09:11", "tag"), ("27 10:00", "close"), ("27 10:01", "rate 2 Slow")]),
    Talk("Missed", [("27 20:00", "v"), ("27 20:05", "end")]),
    Talk("Day off", [("27 23:30", "v"), ("29 09:05", "o")]),
    Talk(
        "Again",
        [
            ("30 12:00", "v"),
            ("30 12:01", "o"),
            ("30 12:02", "move"),
            ("30 12:10", "close"),
            ("30 12:20", "v"),
            ("30 12:30", "o"),
            ("30 12:40", "close"),
        ],
    ),
    Talk("Merged", [("30 12:05", "v"), ("30 12:06", "merge")]),
    Talk("Summer", [("1 01:30", "v")]),
    Talk("Winter", [("1 01:30", "v")], fold=1),
    Talk("Before", [("25 23:59", "v"), ("26 09:01", "o")]),
]


def moment(when: str, fold: int = 0) -> datetime:
    """`26 09:00` is in October, `1 …` in November."""
    day, _, clock = when.partition(" ")
    month = 10 if len(day) == 2 else 11
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, int(day), hour, minute, tzinfo=ZONE, fold=fold)


def live_through(cast: Cast) -> dict[str, Talk]:
    """Everything of the week, committed and filed; by the visitors' names."""
    with tenant(cast.shop):
        edit_desk(cast.olga, cast.shop, zone=str(ZONE), week=NINE_TO_FIVE)
        SpecialDay(project=cast.shop, date=date(2026, 10, 28), name="Kiln day", open=[]).save(
            force_insert=True
        )  # the form takes none that has passed
        add_department(cast.olga, cast.shop, name="Orders")
        talks = {talk.name: Talk(talk.name, talk.steps, talk.fold) for talk in WEEK}
        for talk in talks.values():
            _live(cast, talk, talks)
        for minute in (*range(10), *range(5)):  # five of them from two tabs
            put_minute(cast.shop, cast.oscar.id, moment("26 09:20") + timedelta(minutes=minute))
    _move(cast, talks)
    catch_up(ProjectRef(cast.shop.pk, cast.shop.account_id))
    return talks


def _live(cast: Cast, talk: Talk, talks: dict[str, Talk]) -> None:
    visitor = register_visitor(cast.shop, mint_token(cast.shop), name=talk.name)
    for when, what in talk.steps:
        before = talk.row.last_number if talk.row else 0
        _act(cast, talk, visitor, what, talks)
        assert talk.row is not None
        talk.row = Conversation.objects.get(pk=talk.row.pk)
        talk.at += [(number, moment(when, talk.fold)) for number in range(before + 1, talk.row.last_number + 1)]


def _act(cast: Cast, talk: Talk, visitor: Visitor, what: str, talks: dict[str, Talk]) -> None:
    word, _, rest = what.partition(" ")
    if word == "v":
        talk.row = post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello").conversation
        return
    row = talk.row
    assert row is not None
    score, _, comment = rest.partition(" ")
    acts: dict[str, Callable[[], object]] = {
        "o": lambda: _say(cast, cast.oscar, row),
        "a": lambda: _say(cast, cast.ada, row),
        "close": lambda: close_conversation(cast.oscar, cast.shop, row),
        "end": lambda: end_conversation(visitor_actor(cast.shop, visitor), cast.shop, row),
        "rate": lambda: rate_conversation(cast.shop, row, client_id=uuid.uuid4(), score=int(score), comment=comment),
        "tag": lambda: tag_conversation(cast.oscar, cast.shop, row, tags=["pre-sale"]),
        "move": lambda: move_conversation(cast.oscar, cast.shop, row, to=Department.objects.get(name="Orders")),
        "merge": lambda: merge_conversations(cast.oscar, cast.shop, row, into=talks["Again"].row or row),
    }
    acts[word]()


def _say(cast: Cast, actor: Actor, row: Conversation) -> None:
    post_message(actor, cast.shop, row, client_id=uuid.uuid4(), text="Yes")


def _move(cast: Cast, talks: dict[str, Talk]) -> None:
    """Into the past: no role of the app may change these times."""
    said = []
    for talk in talks.values():
        assert talk.row is not None
        for number, at in talk.at:
            where = f"conversation_id = {talk.row.pk} AND number = {number}"
            said.append(f"UPDATE chat_message SET created_at = '{at.astimezone(UTC).isoformat()}' WHERE {where};")
        ends = [moment(when) for when, what in talk.steps if what in ("close", "end")]
        if ends and talk.row.status == "closed":
            said.append(f"UPDATE chat_conversation SET closed_at = '{ends[-1].astimezone(UTC).isoformat()}' WHERE id = {talk.row.pk};")
    sql("".join(said), str(connection.settings_dict["NAME"]))
