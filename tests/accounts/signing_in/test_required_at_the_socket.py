"""A second step for everybody, at the panel's socket (AUN9): open ones end, and only who has one comes back."""

from __future__ import annotations

import time

import pytest

from accounts.access import actors_of
from accounts.actions.require_second_factor import require_second_factor
from accounts.models import Account
from accounts.tenancy import account
from chat import threads
from tests.accounts.signing_in.people import add_app
from tests.serving import House
from tests.sockets.talking import operating


def switch_on(house: House) -> None:
    for name in ("olga", "vic"):
        add_app(house.cast.users[name])
    (olga,) = actors_of(house.cast.users["olga"])
    with account(olga.account_id):
        require_second_factor(olga, Account.objects.get(), required=True)


class TestAtTheSocket:
    async def test_aun9_an_open_one_ends_and_who_has_one_comes_back(self, house: House, capsys: pytest.CaptureFixture[str]) -> None:
        async with operating(house, cookie=house.cookies["oscar"]) as socket:
            assert (await socket.ask("hello", v=1, projects="all"))["ok"], "the premise: he is in"
            begun = time.monotonic()
            await threads.run(switch_on, house)
            assert await socket.close_code() == 4401
            with capsys.disabled():
                print(f"\n  a second step asked for: the socket of who has none ended after {time.monotonic() - begun:.2f} s")
        async with operating(house, cookie=house.cookies["oscar"]) as socket:
            assert not (await socket.ask("hello", v=1, projects="all"))["ok"]
            assert await socket.close_code() == 4401
        async with operating(house, cookie=house.cookies["vic"]) as socket:
            assert (await socket.ask("hello", v=1, projects="all"))["ok"]
