"""The short form of `make faults`: a minute, at least 5 000 messages, the same programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.run import Run, run

SEED = 20_260
pytestmark = pytest.mark.faults


async def test_a_minute_of_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing lost, doubled, out of order or seen by the wrong reader. How fast everybody caught up is printed, not judged."""
    asked = Run(
        seed=SEED,
        seconds=55,
        messages=5000,
        talks=6,
        think_s=0.35,
        hold_s=(1.0, 3.0),
        between_s=(3.0, 5.0),
        caught_up_s=0.0,
        longest=20.0,
        leaks=False,
    )
    said: list[str] = []
    status = await run(asked, tmp_path / "faults", said.append)
    with capsys.disabled():
        print("\n" + said[-2])
    assert status == 0, "\n".join(said)
