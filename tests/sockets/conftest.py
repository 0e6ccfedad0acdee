"""Socket tests talk with a real web process."""

from __future__ import annotations

import subprocess

import pytest

from tests.serving import House, house

__all__ = ["house"]


@pytest.fixture
def process(house: House) -> subprocess.Popen[bytes]:
    """The web process of the class, running, for tests that end it."""
    if house.web.process is None or house.web.process.poll() is not None:
        house.web.start()
    assert house.web.process is not None
    return house.web.process
