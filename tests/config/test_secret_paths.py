"""Links of mails carry their secret in the path: no log line may repeat it, whoever logs (SEC5)."""

from __future__ import annotations

import json
import logging

import pytest

from config.logs import JsonLines, TextLines

KEY = "1-dihqx0-4ec8f15af1ee91c81ac5009cbefd077d"


@pytest.mark.parametrize(
    "path", [f"/accounts/password/reset/key/{KEY}/", f"/accounts/confirm-email/{KEY}/", f"/accounts/invitation/{KEY}/"]
)
@pytest.mark.parametrize("words", ["GET %s", "Forbidden (CSRF token missing.): %s"])
def test_no_line_repeats_a_mailed_key(path: str, words: str) -> None:
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": words, "args": (path,)})
    for line in (TextLines().format(record), json.loads(JsonLines().format(record))["event"]):
        assert KEY not in line and "/accounts/" in line


def test_no_line_repeats_a_link_to_a_file() -> None:
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": "GET %s", "args": (f"/files/{KEY}",)})
    assert KEY not in TextLines().format(record)
    door = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": "GET %s", "args": ("/w/api/files/8819926b/done",)})
    assert "8819926b" in TextLines().format(door), "an id opens nothing"


def test_a_path_cannot_talk_to_the_terminal() -> None:
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": "GET /\x1b[2J\x9b1m\x85\u2028\n"})
    assert TextLines().format(record).isprintable()
