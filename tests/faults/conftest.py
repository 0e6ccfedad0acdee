"""One house for all small tests of faults: two web processes behind proxies, made once for all of them."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faults.client.journal import Journal, open_log
from tests.faults.house import House, housed
from tests.faults.talk import Talk, begin


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with housed(tmp_path_factory.mktemp("house")) as lived_in:
        yield lived_in


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_log(tmp_path / "journal.jsonl") as log:
        yield Journal(log, "test")


@pytest_asyncio.fixture(loop_scope="session")
async def talk(house: House, journal: Journal) -> AsyncIterator[Talk]:
    """A new visitor with two tabs and an operator who shows the conversation, all connected."""
    begun = await begin(house, journal, random.Random(7))
    yield begun
    await begun.end()
    house.calm()
