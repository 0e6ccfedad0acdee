"""A webhook as a partner sees it, who has nothing but the `standardwebhooks` package, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from integrations.connectors import Outcome, connectors
from integrations.connectors.webhook import connector
from integrations.connectors.webhook.signing import BOTH_FOR, headers_of, make_secrets
from integrations.models import Integration
from tests.integrations.envelopes import AT, FORWARD, envelope

ADDRESS = "127.0.0.4"
NOW = datetime.now(UTC)


class Partner:
    """The double, and what it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.url = f"http://{ADDRESS}:{int(self.line())}/parley"

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def said(self) -> dict[str, Any]:
        """What it made of one more request."""
        return dict(json.loads(self.line()))


Open = Callable[..., Partner]


@pytest.fixture
def opened(settings: Any) -> Iterator[Open]:
    """`opened(secret, 503, …)`: a partner who knows this secret, and answers with these before it takes anything."""
    settings.OUTBOUND_ALLOW_NETWORKS = (ip_network(f"{ADDRESS}/32"),)
    program = str(Path(__file__).with_name("partner_double.py"))

    def begin(secret: str, *statuses: int) -> Partner:
        command = [sys.executable, program, ADDRESS, secret, *map(str, statuses)]
        process = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        stack.callback(process.kill)
        return Partner(process)

    with ExitStack() as stack:
        yield begin


def send(partner: Partner, secrets: dict[str, str], *, at: datetime | None = None) -> tuple[bytes, Outcome]:
    """One try of an envelope: the bytes that a preview shows, and how it ended."""
    integration = Integration(connector="webhook", name="Ours", settings={"url": partner.url})
    prepared = connector.prepare(envelope(), integration)
    return prepared.body, connector.send(prepared, integration, secrets, delivery_id=FORWARD, at=at or datetime.now(UTC))


def post(partner: Partner, body: bytes, headers: dict[str, str]) -> int:
    """Past the guarded door: as somebody else would."""
    try:
        with urllib.request.urlopen(urllib.request.Request(partner.url, body, headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_it_is_one_of_the_connectors() -> None:
    assert connectors()["webhook"] is connector


def test_the_partner_verifies_the_very_bytes_of_the_preview(opened: Open) -> None:
    secrets = make_secrets({}, NOW)
    partner = opened(secrets["secret"])
    shown, outcome = send(partner, secrets)
    assert (outcome.delivered, outcome.status) == (True, 204)
    said = partner.said()
    assert (said["verified"], said["known"], said["id"], said["type"]) == (True, False, FORWARD, "conversation.forwarded")
    assert said["body"].encode() == shown
    assert json.loads(shown)["timestamp"].startswith(AT.strftime("%Y-%m-%dT%H:%M:%S"))


def test_another_try_is_known_by_its_id(opened: Open) -> None:
    secrets = make_secrets({}, NOW)
    partner = opened(secrets["secret"], 503)
    _, failed = send(partner, secrets)
    assert (failed.delivered, failed.retry, failed.disable) == (False, True, False)
    tries = [partner.said()] + [(send(partner, secrets), partner.said())[1] for _ in range(2)]
    assert [(one["id"], one["verified"], one["known"]) for one in tries] == [(FORWARD, True, known) for known in (False, False, True)]


@pytest.mark.parametrize("change", ["body", "id", "time", "secret"])
def test_what_is_altered_or_old_is_not_ours(opened: Open, change: str) -> None:
    """With everything as we sent it, it is taken: so it is the change that is refused."""
    secrets, body, now = make_secrets({}, NOW), b'{"type": "conversation.forwarded", "n": 1}', datetime.now(UTC)
    partner = opened(secrets["secret"])
    headers = headers_of(body, secrets, delivery_id=FORWARD, at=now)
    assert post(partner, body, headers) == 204
    if change == "body":
        body = body.replace(b"1", b"2")
    elif change == "id":
        headers["webhook-id"] = FORWARD[::-1]
    elif change == "time":
        headers = headers_of(body, secrets, delivery_id=FORWARD, at=now - timedelta(minutes=6))
    else:
        headers = headers_of(body, make_secrets({}, NOW), delivery_id=FORWARD, at=now)
    assert post(partner, body, headers) == 401


def test_both_secrets_sign_for_a_day(opened: Open) -> None:
    """INT3: whoever has not changed to the new one is still sure; a day later they are not."""
    old = make_secrets({}, NOW)
    new = {**old, **make_secrets(old, NOW)}
    behind, ahead = opened(old["secret"]), opened(new["secret"])
    assert [send(each, new)[1].delivered for each in (behind, ahead)] == [True, True]
    ended = {**old, **make_secrets(old, NOW - BOTH_FOR)}
    behind, ahead = opened(old["secret"]), opened(ended["secret"])
    assert [send(each, ended)[1].delivered for each in (behind, ahead)] == [False, True]


@pytest.mark.parametrize(("status", "retry", "disable"), [(400, True, False), (410, False, True), (429, True, False), (504, True, False)])
def test_answers(opened: Open, status: int, retry: bool, disable: bool) -> None:
    secrets = make_secrets({}, NOW)
    _, outcome = send(opened(secrets["secret"], status), secrets)
    assert (outcome.delivered, outcome.status, outcome.retry, outcome.disable) == (False, status, retry, disable)
    assert secrets["secret"] not in outcome.detail


def test_a_redirect_is_not_followed(opened: Open) -> None:
    secrets = make_secrets({}, NOW)
    partner = opened(secrets["secret"], 301)
    _, outcome = send(partner, secrets)
    assert (outcome.delivered, outcome.retry, partner.said()["status"]) == (False, False, 301)


def test_no_secret_is_in_what_is_shown(opened: Open) -> None:
    secrets = make_secrets({}, NOW)
    integration = Integration(connector="webhook", name="Ours", settings={"url": "https://partner.example/parley"})
    shown = connector.prepare(envelope(), integration)
    assert secrets["secret"].removeprefix("whsec_").encode() not in shown.body + str(shown.headers).encode() + shown.url.encode()


def test_the_body_as_the_contract_has_it() -> None:
    body = json.loads(connector.prepare(envelope(), Integration(settings={"url": "https://partner.example/"})).body)
    assert set(body) == {"type", "timestamp", "data"} and body["type"] == "conversation.forwarded"
    assert {"conversation", "messages", "visitor", "project", "pressed_by"} <= set(body["data"])
