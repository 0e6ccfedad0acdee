"""A visitor's connection, by socket or by polling: who it is, and which project is open."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils import translation

from accounts.access import project_by_key
from accounts.domains import allows_origin
from accounts.errors import BadFrame, Banned, Busy, Forbidden, NotFound, SignInAgain
from accounts.models import Project
from accounts.tenancy import tenant
from chat import bans, groups, identity, limits, tail
from chat.access import visitor_of_token
from chat.actions.give_consent import Origin, require_consent
from chat.actions.register_visitor import register_visitor
from chat.actions.verify_visitor import verify_visitor
from chat.desk import desk_of
from chat.hot_path import Place, place_of
from chat.models import Conversation, Visitor
from chat.networks import network_of
from chat.shapes import AuthorShape
from chat.shaping import Authors
from chat.tokens import VisitorToken, mint_token, read_token
from chat.unsigned import host_of, note_unsigned

VERSION = 1
SETTINGS_FOR_S = 0.5  # a switch turned off is off within twice this, also for tabs that are open already

Find = Callable[[str], Project | None]
Frame = dict[str, Any]
Reply = dict[str, Any]


@dataclass
class VisitorSession:
    """What stays the same between a connection's frames. The visitor's row is read again for each: rights can end."""

    project: Project
    token: VisitorToken
    tab: str
    device: str = ""
    address: str = ""
    country: str = ""
    visitor: Visitor | None = None
    groups: set[str] = field(default_factory=set)
    settings_at: float = field(default_factory=time.monotonic)
    place: Place | None = None  # where the next text goes without asking
    page: str = ""  # where this tab is, stripped
    host: str = ""  # the domain of the page around the chat, as it says itself
    unsigned: bool = False  # the page has just named its visitor without a signature
    identified: bool = False  # hello came with a signature, and it was good

    def run(self, command: Command, frame: Frame) -> Reply:
        """Run a command inside the tenant. Raises SignInAgain when the visitor's row disowns the token by now."""
        self.take_limits(str(frame.get("type", "")))
        try:
            return self._run(command, frame)
        finally:  # also where the call was refused, and nothing else of it stays
            if self.unsigned:
                self.unsigned = False
                note_unsigned(self.project, self.host)

    def _run(self, command: Command, frame: Frame) -> Reply:
        with tenant(self.project):
            self.read_settings()
            bans.refuse_banned(self.project, self.ban_places)
            self.visitor = visitor_of_token(self.token)
            if self.place is not None and self.visitor is not None:
                self.place = replace(self.place, author=author_of(self.visitor))
            return command(self, frame)

    def settle(self, conversation: Conversation) -> None:
        """The visitor's texts go here from now on."""
        visitor = self.row()
        self.place = place_of(self.project, conversation, visitor.pk, author_of(visitor))

    def read_settings(self) -> None:
        """The project's row again, when ours is old: what visitors write and where they go is shown as its owner wants now."""
        if time.monotonic() - self.settings_at >= SETTINGS_FOR_S:
            self.settings_at, self.project = settings_now(self.project)

    @property
    def origin(self) -> Origin:
        """Where what is said here comes from."""
        return Origin(self.page, self.address)

    def row(self) -> Visitor:
        """The visitor's row, written now if this is their first durable act."""
        if self.visitor is None:
            self.visitor = register_visitor(self.project, self.token, locale=(translation.get_language() or "")[:35])
        return self.visitor

    def take_limits(self, kind: str) -> None:
        """Count a frame of this kind for everybody who shares a limit on it. Raises SlowDown."""
        holders = {"visitor": f"{self.project.pk}:{self.visitor_id.hex}", "network": network_of(self.address)}
        limits.take_frame("widget", kind, {**holders, "project": str(self.project.pk), "account": str(self.project.account_id)})

    @property
    def holder(self) -> str:
        """Whose sockets are counted together."""
        return f"visitor:{self.token.visitor}"

    @property
    def subjects(self) -> frozenset[str]:
        """What a revocation names to end this visitor's connections."""
        return frozenset({f"visitor:{self.token.visitor}", f"token:{self.token.secret_hash.hex()}"})

    @cached_property
    def ban_places(self) -> frozenset[str]:
        """What a ban could name to keep this visitor out."""
        return bans.places_of(self.visitor_id, self.address)

    @property
    def ban_subjects(self) -> frozenset[str]:
        """What a revocation names when this visitor, or a network around them, is banned."""
        return frozenset(bans.subject(self.project.pk, place) for place in self.ban_places)

    @property
    def visitor_id(self) -> uuid.UUID:
        return self.token.visitor


Command = Callable[[VisitorSession, Frame], Reply]

_settings: dict[int, tuple[float, Project]] = {}
SETTINGS_AT_MOST = 1000


def settings_now(project: Project) -> tuple[float, Project]:
    """A project's row and when it was read: SETTINGS_FOR_S ago at most, for all its visitors in this process. Inside the tenant."""
    found, now = _settings.get(project.pk), time.monotonic()
    if found is None or now - found[0] >= SETTINGS_FOR_S:
        if len(_settings) >= SETTINGS_AT_MOST:
            _settings.clear()
        found = _settings[project.pk] = (now, Project.objects.get(pk=project.pk))
    return found


def author_of(visitor: Visitor) -> AuthorShape:
    """How a visitor's lines are signed."""
    return Authors(visitor, {}).shape("visitor", visitor.pk)


@dataclass(frozen=True)
class Caller:
    """With which device somebody comes, from which address and country ('' if unknown): what no frame may say of itself."""

    device: str = ""
    address: str = ""
    country: str = ""


NOBODY = Caller()


def open_session(
    frame: dict[str, Any], *, tab: str, origin: str | None, own_origins: set[str], caller: Caller = NOBODY, find: Find = project_by_key
) -> VisitorSession:
    """Authenticate `hello`, or what a polling request says in its place.

    Raises BadFrame for another version, NotFound for an unknown project, Forbidden for a page that may not embed it,
    SignInAgain for a token that is not this project's.
    """
    if frame.get("v") != VERSION:
        raise BadFrame("This server speaks v: 1.")
    key = frame.get("project")
    project = find(key) if isinstance(key, str) and 0 < len(key) <= 32 else None
    if project is None:
        raise NotFound("There is no such project.")
    if origin is not None and origin not in own_origins and not allows_origin(project.allowed_domains, origin):
        raise Forbidden("This page is not one of the project's domains.")
    token = mint_token(project) if frame.get("token") is None else _held_token(project, frame.get("token"))
    tail.watch(project)
    token, identified = _vouched_for(project, token, frame.get("identify"), caller)
    page = frame.get("page")
    host = host_of(project, page.get("url")) if isinstance(page, dict) else ""
    session = VisitorSession(project, token, tab, caller.device, caller.address, caller.country, host=host, identified=identified)
    session.groups = {groups.visitor(project.pk, token.visitor), groups.visitors_present(project.pk)}
    return session


def _vouched_for(project: Project, token: VisitorToken, said: object, caller: Caller) -> tuple[VisitorToken, bool]:
    """The token of the visitor whom a signature in `hello` names, and whether it was good: one that is not is told when it is
    said again as a frame. So a page of somebody who is signed in opens their history at once, and nobody else comes and goes."""
    if not isinstance(said, dict) or not identity.is_signed(said):
        return token, False
    try:
        with tenant(project):
            bans.refuse_banned(project, bans.places_of(token.visitor, caller.address))
            return vouch(project, token, said)[1], True
    except (Forbidden, Busy, Banned, SignInAgain):
        return token, False


def vouch(project: Project, token: VisitorToken, said: Frame) -> tuple[Visitor, VisitorToken]:
    """The visitor for whom a signature vouches, and the token that opens their history from here. Inside the tenant. Raises Forbidden,
    also where the project asks for a consent that this person has not given."""
    claim = identity.claim_of(project, said)
    known = Visitor.objects.filter(external_id=claim.id, verified=True).first()
    require_consent(desk_of(project), known or visitor_of_token(token))
    return verify_visitor(project, token, claim)


def _held_token(project: Project, raw: object) -> VisitorToken:
    """The token that somebody came with. Raises SignInAgain."""

    def is_known(token: VisitorToken) -> bool:
        with tenant(project):
            return visitor_of_token(token) is not None

    return read_token(project, raw, is_known=is_known)
