"""The door for the widget's own errors: a sample in the log, nothing stored, nothing believed."""

from __future__ import annotations

import json
import logging

import pytest
from django.test import Client

from widget.views import errors

REPORT = {"message": "x is undefined", "where": "talk.tsx:7", "request_id": "r1", "key": "shop1", "build": "frame-A.js"}


@pytest.fixture(autouse=True)
def fresh_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "sample", errors.Sample(3))


def post(client: Client, body: str) -> int:
    return client.post("/w/errors", body, content_type="text/plain").status_code


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "widget.browser"]


def test_a_report_is_one_line_with_its_request_id(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert post(client, json.dumps(REPORT)) == 204
    (line,) = lines(caplog)
    assert vars(line)["browser_message"] == "x is undefined"
    assert vars(line)["browser_request_id"] == "r1"


def test_fields_are_cut_and_unknown_ones_left_out(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    post(client, json.dumps({**REPORT, "message": "m" * 2000, "text": "what the visitor wrote"}))
    (line,) = lines(caplog)
    assert len(vars(line)["browser_message"]) == 300
    assert "what the visitor wrote" not in str(vars(line))


@pytest.mark.parametrize("body", ["", "not json", "[]", "7", json.dumps({"message": "x" * 5000})])
def test_what_is_no_report_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture, body: str) -> None:
    assert post(client, body) == 204
    assert not lines(caplog)


def test_only_a_sample_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(10):
        assert post(client, json.dumps(REPORT)) == 204
    assert len(lines(caplog)) <= 6  # three a minute, and the minute may turn once


def test_only_posts(client: Client) -> None:
    assert client.get("/w/errors").status_code == 405
