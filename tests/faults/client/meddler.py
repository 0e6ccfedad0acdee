"""Assigns, closes and reopens conversations while others write in them, by REST, as several operators at once."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from tests.faults.client.http import ask_http
from tests.faults.client.journal import Journal

WITHIN_S = 6.0
CHANGES: list[dict[str, Any]] = [{"assignee": "me"}, {"assignee": None}, {"status": "closed"}, {"status": "open"}]


async def meddle(
    customer: dict[str, Any], talks: list[str], addresses: list[str], journal: Journal, luck: random.Random, every_s: float
) -> None:
    """For ever: the workload cancels it."""
    async with asyncio.TaskGroup() as group:
        while True:
            await asyncio.sleep(every_s * 2 * luck.random())
            talk = luck.choice(talks)
            # Now and then two at once: one of them must win, and everybody must see the same one.
            for _ in range(1 + (luck.random() < 0.3)):
                group.create_task(change(customer, talk, luck.choice(addresses), journal, luck))


async def change(customer: dict[str, Any], talk: str, address: str, journal: Journal, luck: random.Random) -> None:
    who, to = luck.choice(customer["operators"]), luck.choice(customer["operators"])
    body: dict[str, Any] = luck.choice(
        [{"assignee": to["id"]}, {"assignee": "me"}, {"assignee": None}, {"status": "closed"}, {"status": "open"}]
    )
    path, headers = f"/api/v1/projects/{customer['project']}/conversations/{talk}", {"Authorization": f"Bearer {who['key']}"}
    try:
        status, _, _ = await ask_http(address, "PATCH", path, headers, body, WITHIN_S)
    except (OSError, TimeoutError, EOFError, ValueError):
        status = 0
    journal.note("did", c=talk, body=body, status=status)
