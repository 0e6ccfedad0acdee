"""What strangers and members with bad intentions send to the HTTP doors: refused in the contract's words, never a 500."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.actions.issue_api_key import issue_personal_key
from accounts.domains import DOMAINS_AT_MOST, clean_domains
from accounts.errors import Invalid, SignInAgain, SlowDown
from chat import caps, revocations, speed, threads
from tests.cast import Cast

DEEP = "[" * 100_000


@pytest.fixture
def olga(cast: Cast) -> Client:
    return Client(headers={"authorization": f"Bearer {issue_personal_key(cast.olga, name='Script')}"}, raise_request_exception=False)


def at(cast: Cast, rest: str = "") -> str:
    return f"/api/v1/projects/{cast.shop.public_id}{rest}"


class TestRest:
    @pytest.mark.parametrize("body", ['{"actor": 1}', '{"project": 1}', '{"name": "\\ud800"}', '{"greeting": "a\\u0000"}', DEEP])
    def test_settings_that_are_none(self, cast: Cast, olga: Client, body: str) -> None:
        said = olga.patch(at(cast), body, content_type="application/json")
        assert said.status_code == 400 and said.json()["error"]["code"] == "invalid"

    def test_more_domains_than_a_header_has_room_for(self) -> None:
        with pytest.raises(Invalid):
            clean_domains([f"a{number}.example" for number in range(DOMAINS_AT_MOST + 1)])

    def test_frames_without_a_bottom(self, olga: Client) -> None:
        said = olga.post("/api/v1/live/frames", DEEP, content_type="application/json")
        assert said.status_code == 400

    def test_words_that_no_row_can_have(self, cast: Cast, olga: Client) -> None:
        assert olga.get(at(cast, "/conversations?q=%00")).status_code == 200

    def test_nobody_on_the_way_keeps_an_answer(self, cast: Cast, olga: Client) -> None:
        for rest in ("", "/conversations", f"/visitors/{uuid.uuid4()}"):
            assert olga.get(at(cast, rest))["Cache-Control"] == "no-store"


class TestFloods:
    @pytest.fixture(autouse=True)
    def _quiet(self) -> Iterator[None]:
        speed._buckets.clear()
        yield
        speed._buckets.clear()

    def post(self, cast: Cast, frames: list[dict[str, Any]], token: str | None) -> Any:
        body = {"v": 1, "project": cast.shop.key, "token": token, "frames": frames}
        return Client().post("/w/api/frames", json.dumps(body), content_type="application/json")

    def test_polled_frames_are_no_faster_than_a_socket_s(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        now = time.monotonic()
        monkeypatch.setattr(time, "monotonic", lambda: now)  # however long this machine takes for two hundred frames
        token = cast.tokens["wanda"].token
        replies = [reply for _ in range(4) for reply in self.post(cast, [{"type": "typing", "text": "x"}] * 50, token).json()["replies"]]
        refused = [reply for reply in replies if not reply["ok"]]
        assert refused and {reply["error"]["code"] for reply in refused} == {"slow_down"}
        assert all(reply["error"]["retry_ms"] > 0 for reply in refused)

    def test_new_tokens_do_not_help(self, cast: Cast, settings: Any) -> None:
        settings.SOCKETS_PER_ADDRESS = 5
        answers = [self.post(cast, [], None) for _ in range(8)]
        assert answers[0].status_code == 200 and answers[-1].status_code == 429 and int(answers[-1]["Retry-After"]) >= 1

    def test_waiting_takes_a_place_and_gives_it_back(self) -> None:
        with caps.places({"a": 1, "b": 9}), pytest.raises(SlowDown), caps.places({"b": 9, "a": 1}):
            raise AssertionError("no place was left")
        with caps.places({"a": 1, "b": 1}):
            pass

    def test_the_longest_quiet_are_forgotten(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(speed, "HOLDERS_KEPT", 3)
        for holder in "abcd":
            speed.take(holder)
        assert list(speed._buckets) == ["b", "c", "d"]


async def _for_ever() -> None:
    await asyncio.Event().wait()


async def test_a_waiting_request_ends_with_its_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long poll is an open socket too: it must not bring 25 s of pushes to somebody who was signed out."""

    async def revoked_now(function: Any, *args: Any) -> list[tuple[int, str]]:
        return [(1, "session:x")]

    monkeypatch.setattr(threads, "run", revoked_now)
    work = revocations.unless_revoked(frozenset({"session:x"}), _for_ever(), since=0.0)
    with pytest.raises(SignInAgain):
        await asyncio.wait_for(work, 10)
    for watch in revocations._watches.values():
        watch.task.cancel()
