"""Somebody is banned while they chat: their sockets end, and they do not come back."""

from __future__ import annotations

import time

import pytest

from accounts.errors import Banned
from accounts.tenancy import tenant
from chat import threads
from chat.actions.ban import ban, lift_ban
from chat.models import Ban
from tests.serving import House
from tests.sockets.talking import PAGE, Json, new_id, visiting, visitor


def keep_out(house: House, target: str) -> Ban:
    with tenant(house.cast.shop):
        return ban(house.cast.oscar, house.cast.shop, target=target, reason="Spam", until=None)


def let_in(house: House, made: Ban) -> None:
    with tenant(house.cast.shop):
        lift_ban(house.cast.oscar, house.cast.shop, made.public_id)


def hello_of(house: House, token: str | None) -> Json:
    return {"v": 1, "project": house.cast.shop.key, "token": token, "conversation": None, "page": PAGE, "after": None}


async def greeted(house: House, token: str | None) -> bool:
    """Whether somebody who comes now is welcome."""
    async with visiting(house) as socket:
        return bool((await socket.ask("hello", **hello_of(house, token)))["ok"])


async def forgotten(house: House, token: str | None) -> None:
    """Wait until the process has heard that the ban was lifted: it remembers for half a second."""
    while not await greeted(house, token):
        pass


class TestBanning:
    async def test_a_silent_socket_ends(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        token, me = house.cast.tokens["vera"].token, str(house.cast.vera.public_id)
        async with visitor(house, token) as vera, visitor(house, house.cast.tokens["wanda"].token) as wanda:
            begun = time.monotonic()
            made = await threads.run(keep_out, house, me)
            assert await vera.close_code() == 4403
            with capsys.disabled():
                print(f"\n  banned: the socket ended after {time.monotonic() - begun:.2f} s")
            assert vera.pushes[-1] == {"type": "banned"}
            async with visiting(house) as again:
                said = await again.ask("hello", **hello_of(house, token))
                assert said["error"]["code"] == "banned"
                assert await again.close_code() == 4403 and {"type": "banned"} in again.pushes
            assert (await wanda.ask("ping"))["ok"]
        await threads.run(let_in, house, made)
        await forgotten(house, token)

    async def test_a_network(self, house: House) -> None:
        """Everybody here comes from one address."""
        async with visitor(house) as somebody:
            assert (await somebody.ask("send", client_id=new_id(), text="Hello"))["ok"]
            made = await threads.run(keep_out, house, "127.0.0.1")
            assert await somebody.close_code() == 4403
        async with visiting(house) as another:
            assert (await another.ask("hello", **hello_of(house, None)))["error"]["code"] == "banned"
        await threads.run(let_in, house, made)
        await forgotten(house, None)


def test_the_code_is_the_contracts() -> None:
    assert (Banned.code, Banned.status) == ("banned", 403)
