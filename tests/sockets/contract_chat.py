"""Chats in both roles, knowing only the contract and a demo.json: `python contract_chat.py var/demo.json`."""

import asyncio
import json
import sys
import uuid
from pathlib import Path

from websockets.asyncio.client import connect


async def ask(socket, frame_type, **fields):
    ref = str(uuid.uuid4())
    await socket.send(json.dumps({"type": frame_type, "ref": ref, **fields}))
    return await hear(socket, lambda told: told["type"] == "reply" and told["ref"] == ref)


async def hear(socket, wanted):
    while not wanted(told := json.loads(await asyncio.wait_for(socket.recv(), 10))):
        pass
    return told


async def chat(demo):
    base = demo["url"].replace("http", "ws", 1)
    key = {"Authorization": f"Bearer {demo['api_key']}"}
    page = {"url": demo["demo_site_url"], "title": "Shop", "referrer": ""}
    async with connect(f"{base}/ws/panel/", additional_headers=key) as operator, connect(f"{base}/ws/widget/") as visitor:
        await ask(operator, "hello", v=1, project=demo["project"])
        hello = {"v": 1, "project": demo["project_key"], "token": None, "conversation": None}
        await ask(visitor, "hello", **hello, page=page, locale="en", after=None)
        sent = await ask(visitor, "send", client_id=str(uuid.uuid4()), text="Is anybody there?", attachments=[])
        heard = await hear(operator, lambda told: told["type"] == "message" and told["conversation"] == sent["conversation"])
        print("visitor: ", heard["message"]["text"])
        await ask(operator, "send", conversation=sent["conversation"], client_id=str(uuid.uuid4()), kind="text", text="I am.")
        print("operator:", (await hear(visitor, lambda told: told.get("message", {}).get("number") == 2))["message"]["text"])


asyncio.run(chat(json.loads(Path(sys.argv[1]).read_text())))
