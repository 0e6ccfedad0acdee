"""The present visit, in Redis for as long as a page is open; and with Redis away, nothing breaks."""

from __future__ import annotations

import itertools
import time
import uuid

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from chat import doorbell, presence, visits
from chat.shapes import PageShape

# Internal ids that no database gives out.
_projects = itertools.count(10**12)
VERA, WANDA = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def project() -> int:
    return next(_projects)


@pytest.fixture
def redis_away(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = redis.Redis.from_url("unix:///nowhere/valkey.sock", retry=Retry(NoBackoff(), 0))
    monkeypatch.setattr(doorbell, "_shards", lambda: (nobody,))
    monkeypatch.setattr(doorbell.Silence, "until", 0.0)


def page(url: str, at: str = "now", title: str = "") -> PageShape:
    return {"url": f"https://acme.example{url}", "title": title, "at": at}


def test_a_visit_lasts_until_the_last_tab_is_closed(project: int) -> None:
    assert visits.arrive(project, VERA, "one", {"locale": "de"}).fresh
    assert not visits.arrive(project, VERA, "two", {"locale": "en"}).fresh
    visit = visits.visits_of(project, [VERA, WANDA])
    assert visit[VERA].online and visit[VERA].meta["locale"] == "de" and not visit[WANDA].online
    assert visits.here(project) == [VERA]
    assert not visits.leave(project, VERA, "one") and visits.leave(project, VERA, "two")
    assert not visits.leave(project, VERA, "two")
    assert visits.here(project) == [] and not visits.visits_of(project, [VERA])[VERA].online


def test_pages_are_a_history_without_repeats(project: int) -> None:
    visits.arrive(project, VERA, "one", {})
    for url, at, title in (("/", "1", ""), ("/", "2", "Home"), ("/bowls", "3", ""), ("/", "4", "")):
        visits.walk(project, VERA, page(url, at, title))
    pages = visits.visits_of(project, [VERA])[VERA].pages
    assert [(one["url"][20:], one["at"], one["title"]) for one in pages] == [("/", "1", "Home"), ("/bowls", "3", ""), ("/", "4", "")]


def test_another_tab_on_the_same_page_is_no_page_more(project: int) -> None:
    visits.arrive(project, VERA, "one", {}, page("/", "1"))
    pages = visits.arrive(project, VERA, "two", {}, page("/", "2", "Home")).pages
    assert [(one["at"], one["title"]) for one in pages] == [("1", "Home")]


def test_the_last_fifty_pages(project: int) -> None:
    visits.arrive(project, VERA, "one", {})
    for n in range(60):
        visits.walk(project, VERA, page(f"/{n}"))
    pages = visits.visits_of(project, [VERA])[VERA].pages
    assert len(pages) == visits.PAGES_KEPT and pages[-1]["url"].endswith("/59")


def test_a_new_visit_begins_without_the_former_ones_pages(project: int) -> None:
    for url in ("/a", "/b"):
        visit = visits.arrive(project, VERA, "one", {}, page(url))
        assert visit.fresh and visit.online
        assert [one["url"][20:] for one in visits.visits_of(project, [VERA])[VERA].pages] == [url]
        visits.leave(project, VERA, "one")


def test_projects_do_not_share_visits(project: int) -> None:
    visits.arrive(project, VERA, "one", {})
    other = next(_projects)
    assert visits.here(other) == [] and not visits.visits_of(other, [VERA])[VERA].online
    assert not visits.leave(other, VERA, "one") and visits.here(project) == [VERA]


def test_who_vanished_is_swept_once(project: int, monkeypatch: pytest.MonkeyPatch) -> None:
    visits.arrive(project, VERA, "one", {})
    visits.arrive(project, WANDA, "one", {})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + visits.HERE_S - 1)
    visits.stay(project, WANDA, "one")
    monkeypatch.setattr(time, "time", lambda: now + visits.HERE_S + 1)
    assert visits.here(project) == [WANDA]
    assert visits.sweep(project) == [VERA] and visits.sweep(project) == []


def test_a_member_is_here_while_one_tab_is(project: int) -> None:
    assert presence.arrive(project, 7, "one") and not presence.arrive(project, 7, "two")
    assert presence.here(project) == {7}
    assert not presence.leave(project, 7, "one") and presence.leave(project, 7, "two")
    assert presence.here(project) == set() and not presence.leave(project, 7, "two")


def test_a_member_whose_browser_died_is_gone(project: int, monkeypatch: pytest.MonkeyPatch) -> None:
    presence.arrive(project, 7, "one")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + presence.HERE_S + 1)
    assert presence.here(project) == set() and presence.arrive(project, 7, "two")


def test_who_looks_at_a_conversation(project: int) -> None:
    talk = uuid.uuid4()
    assert presence.look(project, talk, "olga") == ["olga"]
    assert set(presence.look(project, talk, "oscar")) == {"olga", "oscar"}
    assert presence.look_away(project, talk, "olga") == ["oscar"]


@pytest.mark.usefixtures("redis_away")
def test_with_redis_away_everybody_is_simply_not_known_to_be_here(project: int) -> None:
    assert not visits.arrive(project, VERA, "one", {}, page("/")).online
    visits.stay(project, VERA, "one")
    visits.walk(project, VERA, page("/"))
    assert not visits.leave(project, VERA, "one")
    assert visits.here(project) == visits.sweep(project) == [] and not visits.visits_of(project, [VERA])[VERA].online
    assert not presence.arrive(project, 7, "one") and presence.here(project) == set()
    assert presence.look(project, VERA, "olga") == ["olga"]
    doorbell.ring("p.1", "{}")


@pytest.mark.usefixtures("redis_away")
def test_after_a_failure_redis_is_left_alone_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(doorbell, "SILENCE_S", 3600.0)  # however slow this machine is just now

    def ask(shard: redis.Redis) -> bool:
        asked.append(1)
        return bool(shard.ping())

    for _ in range(3):
        doorbell.ask(ask, otherwise=None)
    assert asked == [1]
