"""Signed identity over the socket and without one: at hello, later, on another device, refused, and signed out again."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from typing import Any

import pytest

from accounts.actions.edit_project import edit_project
from accounts.tenancy import tenant
from chat import threads
from chat.actions.make_identity_key import make_identity_key
from chat.models import UnsignedCall
from tests.chat.test_identity import as_jwt, signed, unsigned_jwt
from tests.serving import House
from tests.sockets.talking import Json, new_id, operator, visiting
from tests.sockets.test_banning import hello_of

SAID: dict[str, Json] = {
    "set": {"data": {"plan": "pro"}},
    "track": {"name": "paid", "data": {"sum": 3}},
    "consent": {"given": True},
}
PAGE = {"url": "https://acme.example/account?id=7", "title": "Account", "referrer": ""}


def key_of(house: House) -> tuple[str, str]:
    with tenant(house.cast.shop):
        key, secret = make_identity_key(house.cast.ada, house.cast.shop)
    return key.kid, secret


@pytest.fixture(scope="class")
def key(house: House, request: pytest.FixtureRequest) -> tuple[str, str]:
    """The shop's key: its kid and its secret."""
    return key_of(house)


def require(house: House, required: bool) -> None:
    with tenant(house.cast.shop):
        edit_project(house.cast.ada, house.cast.shop, signed_identity=required)


def unsigned_hosts(house: House) -> list[str]:
    with tenant(house.cast.shop):
        return list(UnsignedCall.objects.values_list("host", flat=True))


def post(house: House, body: Json) -> Json:
    request = urllib.request.Request(f"{house.web.url}/w/api/frames", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        told: Json = json.load(answer)
    return told


class TestIdentity:
    async def test_two_devices_are_one_visitor(self, house: House, key: tuple[str, str]) -> None:
        async with visiting(house) as laptop, visiting(house) as phone, operator(house) as oscar:
            hello = await laptop.ask("hello", **hello_of(house, None), identify=signed(key[1], "v-1", name="Vera V."))
            assert hello["identified"] and hello["visitor"]["verified"] and hello["visitor"]["name"] == "Vera V."
            sent = await laptop.ask("send", client_id=new_id(), text="From my laptop")
            # The other device has said hello already when its page learns who it is.
            anonymous = await phone.ask("hello", **hello_of(house, None))
            assert not anonymous["identified"] and not anonymous["visitor"]["verified"]
            known = await phone.ask("identify", **as_jwt(key[1], key[0], sub="v-1"))
            assert known["visitor"]["id"] == hello["visitor"]["id"] and known["token"] not in (hello["token"], anonymous["token"])
            async with visiting(house) as again:
                there = await again.ask("hello", **hello_of(house, known["token"]))
                assert [line["text"] for line in there["messages"]] == ["From my laptop"]
                assert (await again.ask("identify", **signed(key[1], "v-1"))).get("token") is None, "it is they already"
                shown = await oscar.until(
                    lambda push: push["type"] == "conversation" and push["conversation"]["id"] == sent["conversation"]
                )
                assert shown["conversation"]["visitor"]["verified"]

    async def test_a_reset_ends_one_device(self, house: House, key: tuple[str, str]) -> None:
        async with visiting(house) as laptop, visiting(house) as other:
            token = (await laptop.ask("hello", **hello_of(house, None), identify=signed(key[1], "v-2")))["token"]
            assert (await other.ask("hello", **hello_of(house, token)))["ok"]
            kept = (await laptop.ask("identify", **signed(key[1], "v-2")))["visitor"]
            assert (await laptop.ask("reset"))["ok"]
            assert await other.close_code() == 4401, "whoever leaned on the same token"
            async with visiting(house) as back:
                found = await back.ask("hello", **hello_of(house, None), identify=signed(key[1], "v-2"))
                assert found["visitor"]["id"] == kept["id"] and found["token"] != token

    async def test_what_is_not_signed_well(self, house: House, key: tuple[str, str]) -> None:
        wrong: list[Any] = [signed("x", "v-1"), signed(key[1], "v-1", ahead_s=-1), signed(key[1], "v-1", ahead_s=90_000)]
        wrong += [unsigned_jwt(key[0], "none"), as_jwt("x" * 32, key[0]), {"id": "v-1", "jwt": {}}]
        async with visiting(house) as socket:
            first = await socket.ask("hello", **hello_of(house, None), identify=wrong[0])
            assert not first["identified"] and not first["visitor"]["verified"], "a bad signature says nothing, and stops nobody"
            for said in wrong:
                answer = await socket.ask("identify", **said)
                assert not answer["ok"] and answer["error"]["code"] == "forbidden", said
            assert (await socket.ask("ping"))["ok"]

    async def test_where_only_signatures_count(self, house: House, key: tuple[str, str]) -> None:
        async with visiting(house) as open_, visiting(house) as shut:
            await open_.ask("hello", **{**hello_of(house, None), "page": PAGE})
            assert (await open_.ask("identify", id="9", name="Anybody"))["visitor"]["verified"] is False
            assert await threads.run(unsigned_hosts, house) == ["acme.example"]
            await threads.run(require, house, True)
            await shut.ask("hello", **hello_of(house, None))
            answer = await shut.ask("identify", id="9", name="Anybody")
            while answer["ok"] or answer["error"]["code"] == "slow_down":  # until the switch is seen
                await asyncio.sleep(0.2)
                answer = await shut.ask("identify", id="9", name="Anybody")
            assert answer["error"]["code"] == "forbidden"
            given = await shut.ask("identify", typed=True, id="9", email="me@example.com")
            assert given["visitor"]["email"] == "me@example.com", "what they write in the chat themselves"
            await threads.run(require, house, False)

    async def test_an_unsigned_word_changes_no_verified_visitor(self, house: House, key: tuple[str, str]) -> None:
        async with visiting(house) as socket:
            await socket.ask("hello", **hello_of(house, None), identify=signed(key[1], "v-3", "real@example.com"))
            answer = await socket.ask("identify", id="v-3", email="evil@example.com")
            assert answer["error"]["code"] == "forbidden"
            async with visiting(house) as again:
                there = await again.ask("hello", **hello_of(house, None), identify=signed(key[1], "v-3", "real@example.com"))
                assert there["visitor"]["email"] == "real@example.com"

    async def test_without_a_socket(self, house: House, key: tuple[str, str]) -> None:
        frames = [{"type": "hello", "ref": 1, "page": PAGE}, {"type": "identify", "ref": 2, **signed(key[1], "v-1")}]
        told = await asyncio.to_thread(post, house, {"v": 1, "project": house.cast.shop.key, "token": None, "frames": frames})
        hello, known = told["replies"]
        assert hello["ok"] and known["visitor"]["verified"] and known["token"] != told["token"]

    async def test_set_track_and_consent(self, house: House) -> None:
        async with visiting(house) as vera, operator(house) as oscar:
            await vera.ask("hello", **hello_of(house, house.cast.tokens["vera"].token))
            for kind, fields in SAID.items():
                assert (await vera.ask(kind, **fields))["ok"]
                assert (await vera.ask(kind))["error"]["code"] == "bad_frame"
            seen = (await oscar.until(lambda push: push["type"] == "visitor" and push["visitor"]["page_consent"]))["visitor"]
            assert seen["data"] == {"plan": "pro"} and seen["events"][-1]["name"] == "paid"
            line = await oscar.until(lambda push: (push.get("message", {}).get("data") or {}).get("event") == "tracked")
            assert line["message"]["data"]["values"] == {"sum": 3}
            assert not [push for push in vera.pushes if push["type"] == "message"], "for operators alone"
