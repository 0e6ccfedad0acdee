"""PRV6 over a real socket: also a text that would take the hot path is looked at."""

from __future__ import annotations

import json

from accounts.cards import MASK
from tests.ids import without_ids
from tests.serving import House
from tests.sockets.talking import new_id, operator, visitor

NUMBER = "4242 4242 4242 4242"


class TestCards:
    async def test_no_card_reaches_anybody(self, house: House) -> None:
        async with operator(house) as oscar, visitor(house) as vera:
            talk = (await vera.ask("send", client_id=new_id(), text="Hello"))["conversation"]
            once = new_id()
            sent = await vera.ask("send", client_id=once, text=f"Take {NUMBER} please")
            assert sent["ok"] and sent["number"] == 2
            assert (await vera.ask("send", client_id=new_id(), text="Thank you"))["number"] == 3
            assert (await vera.ask("send", client_id=once, text=f"Take {NUMBER} please"))["number"] == 2
            await vera.ask("typing", text=f"or {NUMBER[:15]}")
            await oscar.until(lambda push: push["type"] == "typing")
            lines = (await oscar.ask("resume", conversation=talk, after=0))["messages"]
            assert [(line["text"], line["data"]) for line in lines] == [
                ("Hello", None),
                (f"Take {MASK} please", {"masked": True}),
                ("Thank you", None),
            ]
            assert "4242" not in without_ids(json.dumps(oscar.heard) + json.dumps(vera.heard))
