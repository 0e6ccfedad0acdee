"""Logs: one line an event, whatever a visitor put into it (SEC5)."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest

from accounts.tracing import request_id
from config.logs import JsonLines, TextLines, logging_config

FORGED = 'hello\r\n{"level": "error", "event": "forged"}\n'


def record(message: str = FORGED, *, error: bool = False, **extra: Any) -> logging.LogRecord:
    try:
        if error:
            raise ValueError(FORGED)
    except ValueError:
        return logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": message, "exc_info": sys.exc_info(), **extra})
    return logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": message, **extra})


class TestJson:
    @pytest.mark.parametrize("error", [False, True])
    def test_always_one_line(self, error: bool) -> None:
        text = JsonLines().format(record(error=error, page=FORGED, odd={1, 2}, half="\ud800"))
        assert len(text.splitlines()) == 1
        line = json.loads(text)
        assert line["event"] == FORGED and line["level"] == "info" and line["page"] == FORGED
        text.encode()

    def test_separators_that_some_readers_take_for_line_ends(self) -> None:
        assert len(JsonLines().format(record("a\u2028b\u2029c\x85d\x0be")).splitlines()) == 1

    def test_the_requests_id(self) -> None:
        token = request_id.set("abcdef1234")
        try:
            assert json.loads(JsonLines().format(record()))["request_id"] == "abcdef1234"
        finally:
            request_id.reset(token)

    def test_no_request_or_response_object(self) -> None:
        assert not {"request", "response"} & set(json.loads(JsonLines().format(record(request=object(), response=object()))))


class TestText:
    def test_one_line_as_well(self) -> None:
        assert len(TextLines().format(record(page=FORGED)).splitlines()) == 1

    def test_an_exception_follows(self) -> None:
        assert "ValueError" in TextLines().format(record("broke", error=True))


def test_both_forms_can_be_configured() -> None:
    for json_lines in (True, False):
        form = logging_config(json_lines=json_lines)["formatters"]["lines"]["()"]
        assert form == f"config.logs.{'JsonLines' if json_lines else 'TextLines'}"
