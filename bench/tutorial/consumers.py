"""The tutorial's consumer: JSON in, a row by the ORM in a thread, two `group_send`, JSON out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from bench.push import push_of
from bench.tutorial.models import Message
from bench.world import Guest, World

WORLD = World.read(Path(os.environ["BENCH_WORLD"]))
GUESTS = {guest.token: guest for guest in WORLD.guests}
SITES = {site.public_id: site.id for site in WORLD.sites}


class ChatConsumer(AsyncJsonWebsocketConsumer):
    """A visitor or an operator, as their hello says."""

    guest: Guest | None = None
    room = ""

    async def disconnect(self, code: int) -> None:
        if self.room:
            await self.channel_layer.group_discard(self.room, self.channel_name)

    async def receive_json(self, content: dict[str, Any], **kwargs: Any) -> None:
        if content["type"] == "hello":
            self.guest = GUESTS.get(content.get("token", ""))
            self.room = room_of(self.guest) if self.guest else f"p.{SITES[content['project']]}"
            await self.channel_layer.group_add(self.room, self.channel_name)
            await self.send_json({"type": "reply", "ref": content["ref"], "ok": True})
        elif self.guest is not None:
            await self.post(self.guest, content)

    async def post(self, guest: Guest, frame: dict[str, Any]) -> None:
        project = WORLD.sites[guest.site].id
        message = await store(project, guest, frame)
        at = message.created_at.isoformat()
        reply = {"type": "reply", "ref": frame["ref"], "ok": True, "conversation": guest.conversation_public_id}
        await self.send_json({**reply, "number": message.pk, "created_at": at})
        for room, client_id in ((f"p.{project}", None), (room_of(guest), frame["client_id"])):
            push = push_of(guest, frame, message.pk, at, client_id)
            await self.channel_layer.group_send(room, {"type": "chat.message", "push": push})

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send_json(event["push"])


@database_sync_to_async
def store(project: int, guest: Guest, frame: dict[str, Any]) -> Message:
    return Message.objects.create(
        project_id=project,
        conversation_id=guest.conversation,
        author_id=guest.id,
        client_id=frame["client_id"],
        text=frame["text"],
    )


def room_of(guest: Guest) -> str:
    return f"v.{guest.public_id}"
