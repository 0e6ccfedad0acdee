"""Each test begins with no ban that another one has made: the list of a project is remembered for half a second."""

from __future__ import annotations

import pytest

from chat import bans


@pytest.fixture(autouse=True)
def _no_bans() -> None:
    bans._lists.clear()
