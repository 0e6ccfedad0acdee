"""26: the database's disk is full: nothing is acknowledged that cannot be stored, and it goes on by itself once there is room."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.client.journal import Journal
from tests.faults.house import housed
from tests.faults.talk import begin

pytestmark = [pytest.mark.faults, pytest.mark.asyncio(loop_scope="session")]

SIZE = "320m"
LONG = "word " * 1900  # each needs a page of its own


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of 320 MB, where the stores of this test live; `tmp_path`, made before, is elsewhere. It takes root."""
    folder = Path(tempfile.mkdtemp(prefix="parley-small-"))
    folder.chmod(0o711)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        folder.rmdir()
        pytest.skip("A FULL DISK WAS NOT TESTED: mounting a small file system takes root.")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


async def test_disk_full(small_disk: Path, tmp_path: Path, journal: Journal) -> None:
    async with housed(tmp_path / "logs") as house:
        talk = await begin(house, journal, random.Random(26))
        ballast = small_disk / "ballast"
        _fill(ballast)
        texts = [f"{i} {LONG}".strip() for i in range(200)]
        talk.ask(*texts)
        for _ in range(20):  # for a while: that nothing comes can only be waited for
            await asyncio.sleep(0.25)
            _fill(ballast)
        assert talk.tab.waiting, "there was no room for all of them"
        acknowledged = len(texts) - talk.tab.waiting
        ballast.unlink()
        await house.comes_up(["postgres", "web0", "web1"])
        await talk.all_sent()
        await talk.is_whole(texts)
        await talk.end()
    assert acknowledged < len(texts)


def _fill(ballast: Path) -> None:
    """Take all the room that is left."""
    for size in (1 << 20, 1 << 12):
        with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
            while file.write(b"\0" * size) == size:
                pass
