"""Degraded mode: while Redis is away, each process reads the tail of its own projects from Postgres once a second.

What it finds it gives to the same sinks, as the same texts. Repeats are harmless: browsers drop a number they hold.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from accounts.models import Project
from accounts.tenancy import tenant
from chat import groups, threads

if TYPE_CHECKING:
    from chat.models import Conversation, Message

logger = logging.getLogger(__name__)

EVERY_S = 1.0
LOOK_BACK = timedelta(seconds=10)  # what may have been published into the void before the loss was noticed
ROWS = 300  # the newest lines of a project that one look takes

# The projects that this process has sockets of: `watch` is called at every hello.
_watched: dict[int, Project] = {}


def watch(project: Project) -> None:
    """Remember a project that a socket of this process belongs to."""
    _watched[project.pk] = project


def watched(project_id: int) -> Project:
    """One of these projects."""
    return _watched[project_id]


def projects_of(names: Iterable[str]) -> list[int]:
    """The watched projects that groups of these names belong to: internal ids."""
    ids = {int(name.split(".")[1]) for name in names if name[:2] in ("p.", "v.")}
    return [project_id for project_id in ids if project_id in _watched]


class Groups(Protocol):
    """What the reader needs of the hub."""

    @property
    def up(self) -> bool: ...
    def names(self) -> list[str]: ...
    def deliver(self, group: str, text: str) -> None: ...


class TailReader:
    """Runs while the hub is down and for one look more, so that nothing falls between the two."""

    def __init__(self, hub: Groups) -> None:
        self.hub = hub
        self.task: asyncio.Task[None] | None = None

    def start(self) -> None:
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.run())

    async def run(self) -> None:
        since, told = timezone.now() - LOOK_BACK, deque[int](maxlen=ROWS * 20)
        while True:
            last = self.hub.up
            for project_id in projects_of(self.hub.names()):
                try:
                    found = await threads.run(read_tail, _watched[project_id], since, frozenset(told))
                except (DatabaseError, InterfaceError):
                    logger.warning("tail.unreadable")
                    continue
                except Exception:  # one project's trouble is not the others'
                    logger.exception("tail.failed", extra={"project": project_id})
                    continue
                for row_id, pushes in found:
                    told.append(row_id)
                    for group, text in pushes:
                        self.hub.deliver(group, text)
            if last:
                return
            await asyncio.sleep(EVERY_S)


Pushes = list[tuple[str, str]]


def read_tail(project: Project, since: datetime, told: frozenset[int]) -> list[tuple[int, Pushes]]:
    """The project's lines newer than `since` and not in `told`: (row id, [(group, text)]) in order.

    A conversation's present shape comes once, with its last line: what costs is read once a conversation, not once a line.
    """
    from chat.models import Message

    with tenant(project):
        newest = Message.objects.order_by("-txid", "-id").select_related("conversation__visitor")[:ROWS]
        rows = [row for row in newest if row.created_at >= since and row.pk not in told][::-1]
        talks: dict[int, list[Message]] = {}
        for row in rows:
            talks.setdefault(row.conversation_id, []).append(row)
        pushes = dict(one for lines in talks.values() for one in pushes_of(project, lines[-1].conversation, lines))
    return [(row.pk, pushes[row.pk]) for row in rows]


def pushes_of(project: Project, conversation: Conversation, lines: list[Message]) -> list[tuple[int, Pushes]]:
    """The pushes of one conversation's lines, each with its row's id; the conversation's present shape comes with the last."""
    from chat import live, queries

    authors = queries.authors_of(conversation, lines)
    operators, visitor = groups.operators(project.pk), groups.visitor(project.pk, conversation.visitor.public_id)
    found: list[tuple[int, Pushes]] = []
    for line in lines:
        for_operators, for_visitor = live.message_pushes(conversation, line, authors)
        pushes = [(operators, live.text_of(for_operators))]
        if for_visitor is not None:
            pushes.append((visitor, live.text_of(for_visitor)))
        found.append((line.pk, pushes))
    shape_for_operators, shape_for_visitor = live.conversation_pushes(project, conversation)
    found[-1][1].extend([(operators, live.text_of(shape_for_operators)), (visitor, live.text_of(shape_for_visitor))])
    return found
