"""A visitor's open tab."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from accounts.access import project_by_key
from accounts.domains import allows_origin
from accounts.errors import BadFrame
from accounts.models import Project
from accounts.tenancy import tenant
from chat import revocations, threads
from chat.actions.follow_visit import end_visit
from chat.consumers import LiveConsumer
from chat.handshake import address_of, country_of, header_of
from widget.commands import COMMANDS, send_at_once
from widget.device import device_of
from widget.session import Caller, VisitorSession, open_session

RECENT_S, RECENT_AT_MOST = 0.5, 1000
LEAVE_AFTER_S = 6  # below daphne's 10 s for an application to end after its socket


def own_origins() -> set[str]:
    """The origins that the frame's document can have."""
    return {settings.WIDGET_URL, settings.PARLEY_URL}


class WidgetConsumer(LiveConsumer):
    kind = "widget"
    commands = COMMANDS
    session: VisitorSession | None

    async def may_connect(self) -> bool:
        """Absent or ours. A page on an allowed domain that talks to us itself names its project in the address."""
        origin = header_of(self.scope, b"origin")
        if origin is None or origin in own_origins():
            return True
        query = self.scope.get("query_string", b"").decode("ascii", "replace")
        return await threads.run(project_allows, query, origin)

    async def open_session(self, frame: dict[str, Any]) -> None:
        if not isinstance(frame.get("page", {}), dict):
            raise BadFrame("page is an object.")
        since = time.monotonic()
        self.session = await self.in_thread(
            open_session,
            frame,
            tab=self.id,
            origin=header_of(self.scope, b"origin"),
            own_origins=own_origins(),
            caller=Caller(device_of(header_of(self.scope, b"user-agent") or ""), address_of(self.scope), country_of(self.scope)),
            find=recent_project,
        )
        # A text on the hot path asks nobody whether its visitor has been erased meanwhile: this ends the socket.
        self.listener = revocations.Listener(self.session.subjects, self.end_revoked, since=since)
        revocations.listen(self.listener)
        self.ban_listener = revocations.Listener(self.session.ban_subjects, self.end_banned, since=since)
        revocations.listen(self.ban_listener)

    async def answer_at_once(self, frame: dict[str, Any]) -> dict[str, Any] | None:
        if frame["type"] == "send" and self.session is not None:
            return await send_at_once(self.session, frame)
        return None

    async def farewell(self) -> None:
        """Somebody who walks to the next page is back in a moment: they have gone only when they are not."""
        if self.session is not None:
            await asyncio.sleep(LEAVE_AFTER_S)
            await threads.run(_leave, self.session)


_recent: dict[str, tuple[float, Project]] = {}


def recent_project(key: str) -> Project | None:
    """A project as it stood RECENT_S ago at most: when a crowd comes back, each of them asks for the same one."""
    found = _recent.get(key)
    if found is not None and time.monotonic() - found[0] < RECENT_S:
        return found[1]
    project = project_by_key(key)
    if project is not None:
        if len(_recent) >= RECENT_AT_MOST:
            _recent.clear()
        _recent[key] = (time.monotonic(), project)
    return project


def project_allows(query: str, origin: str) -> bool:
    """Whether `?project=<key>` names a project that may stand on this origin."""
    key = parse_qs(query).get("project", [""])[0][:32]
    project = project_by_key(key) if key else None
    return project is not None and allows_origin(project.allowed_domains, origin)


def _leave(session: VisitorSession) -> None:
    with tenant(session.project):
        end_visit(session.project, session.visitor_id, session.tab)
