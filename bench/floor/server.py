"""`python -m bench.floor.server PORT WORLD`: bare `websockets` on uvloop. No rights, no limits, no repeats, no rules."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
import uvloop
from psycopg import AsyncConnection
from websockets.asyncio.server import ServerConnection, broadcast, serve

from bench.floor.bell import Bell
from bench.floor.lane import Lane, Row
from bench.push import push_of
from bench.world import Guest, World


class Floor:
    """Everybody who is connected, and what a message does."""

    def __init__(self, world: World, lane: Lane) -> None:
        self.world, self.lane = world, lane
        self.bell = Bell(self.deliver)
        self.groups: dict[str, set[ServerConnection]] = {}
        self.guests = {guest.token: guest for guest in world.guests}
        self.sites = {site.public_id: site.id for site in world.sites}

    def deliver(self, group: str, text: str) -> None:
        broadcast(self.groups.get(group, ()), text)

    async def join(self, group: str, connection: ServerConnection) -> None:
        if group not in self.groups:
            self.groups[group] = {connection}
            await self.bell.join(group)
        self.groups[group].add(connection)

    async def talk(self, connection: ServerConnection) -> None:
        guest, joined = None, ""
        async for text in connection:
            frame = orjson.loads(text)
            if frame["type"] == "send" and guest is not None:
                await self.send(connection, guest, frame)
            elif frame["type"] == "hello":
                guest = self.guests.get(frame.get("token", ""))
                joined = self.visitors(guest) if guest else f"p.{self.sites[frame['project']]}"
                await self.join(joined, connection)
                await connection.send(orjson.dumps({"type": "reply", "ref": frame["ref"], "ok": True}), text=True)
        self.groups.get(joined, set()).discard(connection)

    def visitors(self, guest: Guest) -> str:
        return f"v.{self.world.sites[guest.site].id}.{guest.public_id}"

    async def send(self, connection: ServerConnection, guest: Guest, frame: dict[str, Any]) -> None:
        """Commit, acknowledge, publish to both sides what Parley publishes: the same texts."""
        project = self.world.sites[guest.site].id
        stored = await self.lane.append(Row(project, guest.conversation, guest.id, frame["client_id"], frame["text"]))
        at = stored.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        reply = {"type": "reply", "ref": frame["ref"], "ok": True, "conversation": guest.conversation_public_id}
        await connection.send(orjson.dumps({**reply, "number": stored.public_number, "created_at": at}), text=True)
        self.bell.ring(f"p.{project}", orjson.dumps(push_of(guest, frame, stored.number, at, None)))
        mine = push_of(guest, frame, stored.public_number, at, frame["client_id"])
        self.bell.ring(self.visitors(guest), orjson.dumps(mine))


async def main(port: int, world: World) -> None:
    connection = await AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)
    await connection.execute("SET timezone = 'UTC'")
    floor = Floor(world, Lane(connection))
    await floor.bell.connect(unquote(urlsplit(os.environ["REDIS_URL"]).path))
    async with serve(floor.talk, "127.0.0.1", port, compression=None, server_header=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), World.read(Path(sys.argv[2]))))
