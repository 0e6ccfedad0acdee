"""The list of removed checks goes with the code: each can still be removed, and each capability has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from accounts.capabilities import Capability
from tests.doors.mutants import ROOT, remove
from tests.doors.removed_checks import CAPABILITIES, MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_each_can_be_removed(mutant: Mutant, tmp_path: Path) -> None:
    file = tmp_path / mutant.file
    file.parent.mkdir(parents=True)
    file.write_bytes((ROOT / mutant.file).read_bytes())
    remove(mutant, tmp_path)
    assert file.read_bytes() != (ROOT / mutant.file).read_bytes()
    if file.suffix == ".py":
        compile(file.read_text(encoding="utf-8"), mutant.file, "exec")
    tests = ROOT / mutant.tests[0].partition("::")[0]
    assert tests.exists(), tests


def test_each_capability_is_one() -> None:
    assert [one.name.partition(" ")[0] for one in CAPABILITIES] == [one.name for one in Capability]
    assert len({one.name for one in MUTANTS}) == len(MUTANTS)
