"""AVL1: every door has a limit, all processes share it, and offices behind one address notice nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver

from accounts.errors import SlowDown
from accounts.models import User
from chat import doorbell, limits, speed
from chat.limits import Limit
from chat.networks import clean_network, network_of, networks_around
from panel.commands import COMMANDS as PANEL_FRAMES
from tests.boot import ROOT
from tests.cast import Cast
from widget.commands import COMMANDS as WIDGET_FRAMES
from widget.session import Caller, open_session


@pytest.fixture(autouse=True)
def as_in_production() -> Iterator[None]:
    """The limits as they are, and every bucket full."""
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.flushall()
    speed.forget()
    with override_settings(LIMITS_TIMES=1):
        yield
    speed.forget()
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.flushall()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """A limit that fills so slowly that no test sees it: in ten seconds a tenth of a token."""
    limit = Limit("network", 0.01, 20, "reports")
    for name in ("reports", "first_words"):
        monkeypatch.setitem(limits.LIMITS, name, limit)
    return limit


class TestEveryDoor:
    def test_every_address_has_one(self) -> None:
        """By the first part of its path: what is new below the root has to be put into the table."""
        firsts = {"/" + str(one.pattern).lstrip("^").partition("/")[0].rstrip("$") for one in get_resolver().url_patterns}
        unknown = firsts - {path.rstrip("/") or "/" for path in limits.PATHS}
        assert not unknown, f"chat/limits.py: PATHS does not name {sorted(unknown)}"

    def test_every_frame_has_one(self) -> None:
        assert set(limits.FRAMES["widget"]) == set(WIDGET_FRAMES)
        assert set(limits.FRAMES["panel"]) == set(PANEL_FRAMES)

    def test_every_limit_is_taken_from_somewhere(self) -> None:
        taken = {name for frames in limits.FRAMES.values() for names in frames.values() for name in names}
        taken |= set(limits.PATHS.values()) | {"frames", "sign_in", "api_person", "api_account", "checks", "transcripts", "files"}
        assert taken == set(limits.LIMITS)

    def test_the_published_table_is_this_one(self) -> None:
        published = (Path(ROOT) / "docs" / "limits.md").read_text(encoding="utf-8")
        assert limits.as_table() in published, f"docs/limits.md should say:\n\n{limits.as_table()}"

    def test_the_sockets_own_limit_is_the_settings(self) -> None:
        frames = limits.LIMITS["frames"]
        assert (frames.rate, frames.burst) == (settings.FRAMES_PER_S, settings.FRAMES_BURST)


class TestTake:
    def test_a_burst_and_not_one_more(self, slow: Limit) -> None:
        waits = [limits.take("reports", "a") for _ in range(slow.burst + 1)]
        assert waits[:-1] == [0] * slow.burst and 0 < waits[-1] <= 100_000
        assert limits.take("reports", "b") == 0

    def test_processes_share_it(self, slow: Limit) -> None:
        """Another process is one that has not counted anything itself."""
        for _ in range(slow.burst):
            assert limits.take("reports", "a") == 0
            speed.forget()
        assert limits.take("reports", "a") > 0

    def test_it_fills_again(self) -> None:
        for _ in range(limits.LIMITS["facts"].burst):
            limits.take("facts", "a")
        until = time.monotonic() + 10
        while limits.take("facts", "a"):
            assert time.monotonic() < until, "two a second"

    def test_without_redis_each_process_still_counts(self, slow: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doorbell.Silence, "until", time.monotonic() + 3600)
        waits = [limits.take("reports", "a") for _ in range(slow.burst + 1)]
        assert waits[:-1] == [0] * slow.burst and waits[-1] > 0

    def test_redis_forgets_who_is_quiet(self, slow: Limit) -> None:
        limits.take("reports", "a")
        with redis.Redis.from_url(settings.REDIS_URL) as valkey:
            (key,) = list(valkey.scan_iter("parley:limit:*"))
            assert 0 < valkey.pttl(key) <= 1000 / slow.rate


class TestWhatIsLeft:
    def test_it_is_told(self, slow: Limit) -> None:
        assert [limits.taken("reports", "a").left for _ in range(3)] == [slow.burst - 1, slow.burst - 2, slow.burst - 3]
        for _ in range(slow.burst):
            last = limits.taken("reports", "a")
        assert last.wait_ms > 0 and last.left == 0 and last.full_s == slow.burst / slow.rate

    def test_without_redis_it_is_this_process_s(self, slow: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doorbell.Silence, "until", time.monotonic() + 3600)
        assert [limits.taken("reports", "a").left for _ in range(2)] == [slow.burst - 1, slow.burst - 2]

    def test_it_stands_with_the_answers_of_the_api(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(limits.LIMITS, "api_person", Limit("person", 0.01, 3, "requests"))
        client, tags = Client(), f"/api/v1/projects/{cast.shop.public_id}/tags"
        client.force_login(User.objects.get(email="olga@acme.example"))
        assert "RateLimit" not in Client().get(tags), "nobody has no room"
        answers = [client.get(tags), client.post(tags, {}, content_type="application/json"), client.get(tags), client.get(tags)]
        assert [answer.status_code for answer in answers] == [200, 400, 200, 429]
        assert {answer["RateLimit-Policy"] for answer in answers} == {'"api_person";q=3;w=300'}
        left = [f'"api_person";r={left};t={100 * (3 - left)}' for left in (2, 1, 0, 0)]
        assert [answer["RateLimit"] for answer in answers] == left


class TestOffices:
    PEOPLE = 200

    def test_two_hundred_visitors_behind_one_address(self, cast: Cast) -> None:
        """Each comes, names themselves and writes, all within the same moments."""
        for _ in range(self.PEOPLE):
            hello = {"v": 1, "project": cast.shop.key, "token": None}
            session = open_session(hello, tab="t", origin=None, own_origins=set(), caller=Caller(address="198.51.100.7"))
            for kind in ("hello", "send", "identify", "typing", "page", "read", "rate"):
                session.take_limits(kind)

    def test_two_hundred_people_open_the_panel(self) -> None:
        office = network_of("198.51.100.7")
        for _ in range(self.PEOPLE):
            for path in ("/accounts/login/", "/panel/", "/panel/0/inbox/", "/w/key.js", "/w/key/"):
                assert limits.take(limits.limit_of("GET", path), office) == 0
            assert limits.take(limits.limit_of("POST", "/accounts/login/"), office) == 0
            for _ in range(10):
                assert limits.take(limits.limit_of("GET", "/api/v1/projects"), office) == 0

    def test_one_visitor_who_does_the_work_of_many(self, cast: Cast, slow: Limit) -> None:
        hello = {"v": 1, "project": cast.shop.key, "token": None}
        session = open_session(hello, tab="t", origin=None, own_origins=set(), caller=Caller(address="198.51.100.7"))
        for _ in range(slow.burst):
            session.take_limits("send")
        with pytest.raises(SlowDown) as refused:
            session.take_limits("send")
        assert refused.value.retry_ms


class TestRequests:
    def test_the_answer(self, cast: Cast, slow: Limit) -> None:
        for _ in range(slow.burst):
            limits.take("reports", network_of("127.0.0.1"))
        answer = Client().post("/w/errors", {}, content_type="application/json")
        assert answer.status_code == 429 and int(answer["Retry-After"]) >= 1
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_programs_get_json(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "take", lambda name, holder: 1500 if name == "api" else 0)
        answer = Client().get("/api/v1/projects")
        assert (answer.status_code, answer.json()["error"]["code"], answer["Retry-After"]) == (429, "slow_down", "2")


class TestNetworks:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("203.0.113.7", "203.0.113.0/24"),
            ("::ffff:203.0.113.7", "203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/56"),
            ("", "unknown"),
            ("unix:", "unknown"),
        ],
    )
    def test_of_an_address(self, address: str, network: str) -> None:
        assert network_of(address) == network

    @pytest.mark.parametrize("written", ["203.0.113.7", "203.0.113.0/24", "203.0.113.9/16", "2001:db8::1", "2001:db8::/56"])
    def test_what_a_ban_may_name_is_found_again(self, written: str) -> None:
        network = clean_network(written)
        assert network and network in networks_around(written.partition("/")[0])

    @pytest.mark.parametrize("written", ["", "x", "0.0.0.0/0", "203.0.113.0/8", "::/0", "2001:db8::/32", "203.0.113.7/33", "203.0.113"])
    def test_nothing_larger_than_a_town(self, written: str) -> None:
        assert clean_network(written) == ""
