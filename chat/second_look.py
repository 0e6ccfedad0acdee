"""The second look: what a doorbell did not ring for is found in the timeline, within a few seconds.

A push can get lost between two processes without anybody noticing: its publisher died after the commit, or Redis dropped it.
Mostly the next line of the conversation shows the gap; the last line has no next one. So each process compares, all the time,
the numbers its groups have heard with the numbers its projects have, and delivers what is missing.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections import deque
from typing import NamedTuple, Protocol

from django.db import DatabaseError, InterfaceError, connection

from accounts.tenancy import tenant
from chat import groups, metrics, tail, threads
from chat.access import conversation_by_id

logger = logging.getLogger(__name__)

EVERY_S = 1.5  # lines are judged at the look after the one that found them: a push on its way is not lost
ROWS = 20_000  # of one look; more are left for the next
REMEMBER = 4  # looks for which it is remembered what was heard
LINES = 100  # of one conversation that are delivered; whoever misses more asks for the rest

_MESSAGE = '{"type":"message","conversation":"'
_SHAPE = '{"type":"conversation","conversation":{"id":"'
_ID = 36
_NUMBER = len(_MESSAGE) + _ID + len('","message":{"conversation":"') + _ID + len('","number":')


class Groups(Protocol):
    """What is needed of the hub."""

    @property
    def up(self) -> bool: ...
    def names(self) -> list[str]: ...
    def deliver(self, group: str, text: str) -> None: ...
    def back(self) -> None: ...


class Found(NamedTuple):
    """What came to a conversation: its last numbers, how many lines, and whether an activity is among them."""

    project_id: int
    conversation: str
    visitor: uuid.UUID
    number: int
    public_number: int | None
    lines: int
    activity: bool


class Heard:
    """The newest number of each conversation that each group has heard of lately, and whose present shape it has got."""

    def __init__(self) -> None:
        self.numbers: deque[dict[tuple[str, str], int]] = deque([{}], maxlen=REMEMBER)
        self.shapes: deque[set[tuple[str, str]]] = deque([set()], maxlen=REMEMBER)

    def note(self, group: str, text: str) -> None:
        """Remember a text that was delivered. The places of id and number in it are those of `live.text_of`."""
        if text.startswith(_MESSAGE):
            key = (group, text[len(_MESSAGE) : len(_MESSAGE) + _ID])
            number = int(text[_NUMBER : text.index(",", _NUMBER)])
            if number > self.numbers[-1].get(key, 0):
                self.numbers[-1][key] = number
        elif text.startswith(_SHAPE):
            self.shapes[-1].add((group, text[len(_SHAPE) : len(_SHAPE) + _ID]))

    def turn(self) -> None:
        """Forget what is old."""
        self.numbers.append({})
        self.shapes.append(set())

    def has(self, group: str, conversation: str, number: int) -> bool:
        """Whether the group has heard of this line or a later one."""
        return any(one.get((group, conversation), 0) >= number for one in self.numbers)

    def has_shape(self, group: str, conversation: str) -> bool:
        return any((group, conversation) in one for one in self.shapes)


class SecondLook:
    """Runs as long as the loop does. While no project is open here it only keeps its place up to date, for whoever comes next."""

    def __init__(self, hub: Groups) -> None:
        self.hub = hub
        self.heard = Heard()
        self.place: tuple[int, int] | None = None
        self.found: list[Found] = []
        self.begun = asyncio.Event()  # the first look has been tried: whoever waits for it has not read anything before its place
        self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except (DatabaseError, InterfaceError):
                logger.warning("second_look.unreadable")
            except Exception:  # whatever it was: a look that never comes again would be silent
                logger.exception("second_look.failed")
            self.begun.set()
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Judge what the last look found, and find what is new."""
        projects = tail.projects_of(self.hub.names())
        if not projects or self.place is None:
            await self.take_place()
            return
        if self.hub.up:  # else the tail reader is at work
            here = set(self.hub.names())
            for found in self.found:
                if self.is_missing(found, here):
                    await self.deliver(found)
        self.heard.turn()
        self.place, self.found = await threads.run(read_since, self.place, projects)

    async def take_place(self) -> None:
        """Begin at the timeline's end. Nothing may fall between somebody's hello and the place behind which lines are judged."""
        place, self.found = await threads.run(read_end), []
        somebody = bool(tail.projects_of(self.hub.names()))
        if self.place is None and somebody and self.begun.is_set():  # the first look failed, and they came: they read again
            self.hub.back()
        if self.place is None or not somebody:  # else somebody came meanwhile, and the place before covers them
            self.place = place

    def is_missing(self, found: Found, here: set[str]) -> bool:
        """Whether one of the groups `here` should have heard of it and has not."""
        operators, visitor = groups.operators(found.project_id), groups.visitor(found.project_id, found.visitor)
        for group, number in ((operators, found.number), (visitor, found.public_number or 0)):
            if group in here and not self.heard.has(group, found.conversation, number):
                return True
            # Assigned, closed and the like also change how the conversation looks, to its visitor too.
            if group in here and found.activity and not self.heard.has_shape(group, found.conversation):
                return True
        return False

    async def deliver(self, found: Found) -> None:
        """Read the lines and hand them out like pushes. Whoever has them already drops them."""
        metrics.SECOND_LOOKS.inc()
        for group, text in await threads.run(read_lines, found):
            self.hub.deliver(group, text)


def read_end() -> tuple[int, int]:
    """The cursor (txid, id) behind everything that is certain to have no more neighbours before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0]), 0


def read_since(place: tuple[int, int], projects: list[int]) -> tuple[tuple[int, int], list[Found]]:
    """The lines of these projects behind a cursor (txid, id), and the cursor behind them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT txid::text::bigint, id, project_id, conversation::text, visitor, number, public_number, lines, activity
            FROM public.timeline_since(%s::text::xid8, %s, %s, %s)
            """,
            [str(place[0]), place[1], projects, ROWS],
        )
        rows = cursor.fetchall()
    return rows[-1][:2] if rows else place, [Found(*row[2:]) for row in rows if row[2] is not None]


def read_lines(found: Found) -> list[tuple[str, str]]:
    """The pushes of the last lines of one conversation, (group, text) in order, its present shape last."""
    from chat.models import Message

    project = tail.watched(found.project_id)
    with tenant(project):
        conversation = conversation_by_id(uuid.UUID(found.conversation))
        if conversation is None:
            return []
        first = found.number - min(found.lines, LINES)
        rows = Message.objects.filter(conversation=conversation, number__gt=first, number__lte=found.number)
        lines = list(rows.order_by("number"))
        return [one for _, pushes in tail.pushes_of(project, conversation, lines) for one in pushes]
