"""An operator's connection, by socket or by polling: who it is, and which projects are open."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.access import as_uuid, projects_of
from accounts.actors import Actor
from accounts.capabilities import Capability, may, require
from accounts.errors import BadFrame, NotFound
from accounts.models import Project
from accounts.tenancy import tenant
from chat import groups, tail
from chat.access import conversation_by_id
from chat.hot_path import Place, place_of
from chat.models import Conversation
from chat.shapes import AuthorShape

VERSION = 1
PROJECTS_AT_MOST = 200
PLACES_AT_MOST = 500  # conversations somebody writes in at the same time

Command = Callable[["OperatorSession", dict[str, Any]], dict[str, Any]]


@dataclass
class OperatorSession:
    """The projects a connection listens to, each with the actor who may enter it. `home` answers for presence."""

    entered: dict[uuid.UUID, tuple[Actor, Project]]
    tab: str = ""
    groups: set[str] = field(default_factory=set)
    # Where a conversation was found last time: frames name conversations, not projects.
    known: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    # Where this operator has written lately: the next line there goes without asking.
    places: OrderedDict[str, Place] = field(default_factory=OrderedDict)

    @property
    def actor(self) -> Actor:
        """The actor of the first project: a person's name is the same in all of them."""
        return next(iter(self.entered.values()))[0]

    @property
    def holder(self) -> str:
        """Whose sockets are counted together."""
        return f"operator:{self.actor.ref}"

    @property
    def subjects(self) -> frozenset[str]:
        """Everything whose revocation ends this connection."""
        return frozenset().union(*(actor.subjects for actor, _ in self.entered.values()))

    @property
    def ends_at(self) -> datetime | None:
        """When the right to be here ends by itself."""
        return min((actor.ends_at for actor, _ in self.entered.values() if actor.ends_at is not None), default=None)

    def run(self, command: Command, frame: dict[str, Any]) -> dict[str, Any]:
        """Run a command. Which tenant it opens, its frame decides."""
        return command(self, frame)

    def within(self, frame: dict[str, Any], act: Callable[[Actor, Project, Conversation], dict[str, Any]]) -> dict[str, Any]:
        """Open the tenant of the conversation that a frame names, and act there. Raises NotFound, Forbidden."""
        wanted = as_uuid(frame.get("conversation"))
        first = self.known.get(wanted)
        for project_id in sorted(self.entered, key=lambda one: one != first):
            actor, project = self.entered[project_id]
            with tenant(project):
                conversation = conversation_by_id(wanted)
                if conversation is not None:
                    self.known[wanted] = project_id
                    require(actor, Capability.READ, project)
                    return act(actor, project, conversation)
        raise NotFound()

    def settle(self, actor: Actor, project: Project, conversation: Conversation) -> None:
        """An operator who may reply here has just done so."""
        author: AuthorShape = {"kind": actor.author_kind, "id": actor.ref, "name": actor.name, "avatar": None}
        if actor.id:
            self.places[str(conversation.public_id)] = place_of(project, conversation, actor.id, author)
            while len(self.places) > PLACES_AT_MOST:
                self.places.popitem(last=False)


def open_session(actors: list[Actor], frame: dict[str, Any], *, tab: str) -> OperatorSession:
    """The session of a `hello {v, project}` or `{v, projects: [id …] | "all"}`.

    Raises BadFrame for another version or form, NotFound for a project that is not there or not theirs.
    """
    if frame.get("v") != VERSION:
        raise BadFrame("This server speaks v: 1.")
    wanted = frame["projects"] if frame.get("projects") is not None else [frame.get("project")]
    entered = dict(_mine(actors) if wanted == "all" else _named(actors, wanted))
    if not entered:
        raise NotFound()
    session = OperatorSession(entered, tab)
    for actor, project in entered.values():
        tail.watch(project)
        session.groups.add(groups.operators(project.pk))
        if may(actor, Capability.SEE_VISITORS, project):
            session.groups.add(groups.live_list(project.pk))
    return session


def _mine(actors: list[Actor]) -> Iterable[tuple[uuid.UUID, tuple[Actor, Project]]]:
    for actor in actors:
        for project in projects_of(actor):
            yield project.public_id, (actor, project)


def _named(actors: list[Actor], wanted: Any) -> Iterable[tuple[uuid.UUID, tuple[Actor, Project]]]:
    if not isinstance(wanted, list) or not 0 < len(wanted) <= PROJECTS_AT_MOST:
        raise BadFrame("projects is a list of ids, or “all”.")
    mine = dict(_mine(actors))
    for one in wanted:
        project_id = as_uuid(one)
        if project_id not in mine:
            raise NotFound()
        yield project_id, mine[project_id]
