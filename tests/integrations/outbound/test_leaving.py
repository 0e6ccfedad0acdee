"""The counter that the stories run behind: it reads what the door really writes, and fails for what nobody pressed."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

import pytest

from config.logs import TextLines
from integrations import outbound
from tests import leaving
from tests.integrations.outbound.partner import Partner


def ask(partner: Partner, purpose: str, log: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Through the door, whose lines go into a log as a process writes it."""
    caplog.clear()
    with caplog.at_level(logging.INFO):
        outbound.fetch("GET", partner.url, purpose=purpose)
    with log.open("a") as file:
        file.writelines(TextLines().format(record) + "\n" for record in caplog.records)


def test_each_connection_needs_its_try(
    partner: Partner, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ("integration.webhook", partner.address, partner.port)
    rows = {"begun": Counter({place: 1}), "ended": Counter({place: 1})}
    monkeypatch.setattr(leaving, "tried", lambda database: (rows["begun"], rows["ended"]))
    with pytest.raises(AssertionError, match="the door did not open"):
        leaving.look(tmp_path, "")
    ask(partner, "integration.webhook", tmp_path / "worker.log", caplog)
    assert leaving.look(tmp_path, "") == (1, 0)
    ask(partner, "single_sign_on", tmp_path / "web.log", caplog)
    assert leaving.look(tmp_path, "") == (1, 1), "a provider that a person connected"
    ask(partner, "integration.webhook", tmp_path / "web.log", caplog)
    with pytest.raises(AssertionError, match="without a press"):
        leaving.look(tmp_path, "")
    rows["begun"] = Counter({place: 3})
    assert leaving.look(tmp_path, "", killed=True) == (2, 1), "a killed worker may have begun one and not come to it"
    with pytest.raises(AssertionError, match="the door did not open"):
        leaving.look(tmp_path, "")
