"""WSS7: how many sockets one person and one address may have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest

from tests.serving import House, move_in
from tests.sockets.talking import PAGE, operating, operator, visiting, visitor

PERSON, ADDRESS = 3, 8


@pytest.fixture(scope="class")
def house(cloned_database_of_class: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Parley with little room."""
    room = {"PARLEY_SOCKETS_PER_PERSON": str(PERSON), "PARLEY_SOCKETS_PER_ADDRESS": str(ADDRESS)}
    lived_in = move_in(cloned_database_of_class, tmp_path_factory.mktemp("web"), **room)
    yield lived_in
    lived_in.web.end()


class TestCaps:
    async def test_one_person(self, house: House) -> None:
        token = house.cast.tokens["vera"].token
        async with AsyncExitStack() as open_ones:
            for _ in range(PERSON):
                await open_ones.enter_async_context(visitor(house, token))
            hello = {"v": 1, "project": house.cast.shop.key, "token": token, "conversation": None, "page": PAGE, "after": None}
            async with visiting(house) as socket:
                said = await socket.ask("hello", **hello)
                assert said["error"]["code"] == "slow_down"
                assert await socket.close_code() == 4429
            async with visitor(house, house.cast.tokens["wanda"].token) as other:
                assert (await other.ask("ping"))["ok"]
        async with AsyncExitStack() as open_ones:
            for _ in range(PERSON):
                await open_ones.enter_async_context(operator(house))
            async with operating(house, house.keys["oscar"]) as socket:
                assert (await socket.ask("hello", v=1, projects="all"))["error"]["code"] == "slow_down"
                assert await socket.close_code() == 4429

    async def test_one_address(self, house: House) -> None:
        async with AsyncExitStack() as open_ones:
            for _ in range(ADDRESS):
                await open_ones.enter_async_context(visiting(house))
            async with visiting(house) as socket:
                assert await socket.close_code() == 4429
                assert socket.pushes == [{"type": "slow", "retry_ms": 30_000}]
