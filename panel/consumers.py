"""An operator's open tab, or a script with an API key."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from django.conf import settings

from accounts.access import actor_by_key, actors_of
from accounts.actors import Actor
from accounts.errors import SignInAgain
from accounts.signing_in import user_of_session
from accounts.tenancy import tenant
from chat import presence, revocations, threads
from chat.actions.set_availability import announce_operators
from chat.consumers import LiveConsumer
from chat.handshake import cookie_of, header_of
from panel.commands import COMMANDS, send_at_once
from panel.session import OperatorSession, open_session

LEAVE_AFTER_S = 6  # somebody who reloads the panel has not left


class PanelConsumer(LiveConsumer):
    kind = "panel"
    commands = COMMANDS
    session: OperatorSession | None

    async def may_connect(self) -> bool:
        """Our own pages, or somebody with a key in their hand. A page elsewhere has the cookie but not the Origin."""
        origin = header_of(self.scope, b"origin")
        return origin == settings.PARLEY_URL or (origin is None and self.api_key() is not None)

    def api_key(self) -> str | None:
        scheme, _, key = (header_of(self.scope, b"authorization") or "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" and key.strip() else None

    async def open_session(self, frame: dict[str, Any]) -> None:
        since = time.monotonic()
        actors = await self.in_thread(self.authenticate)
        self.session = await self.in_thread(open_session, actors, frame, tab=self.id)
        self.listener = revocations.Listener(self.session.subjects, self.end_revoked, since=since, until=self.session.ends_at)
        revocations.listen(self.listener)

    def authenticate(self) -> list[Actor]:
        key = self.api_key()
        if key is not None:
            return [actor_by_key(key)]
        session_key = cookie_of(self.scope, settings.SESSION_COOKIE_NAME)
        user = user_of_session(session_key)
        actors = actors_of(user, session_key=session_key) if user is not None else []
        if not actors:
            raise SignInAgain()
        return actors

    async def answer_at_once(self, frame: dict[str, Any]) -> dict[str, Any] | None:
        if frame["type"] == "send" and self.session is not None:
            return await send_at_once(self.session, frame)
        return None

    async def farewell(self) -> None:
        await asyncio.sleep(LEAVE_AFTER_S)
        if self.session is not None:
            await threads.run(_leave, self.session)


def _leave(session: OperatorSession) -> None:
    for actor, project in session.entered.values():
        if actor.id and presence.leave(project.pk, actor.id, session.tab):
            with tenant(project):
                announce_operators(project)
