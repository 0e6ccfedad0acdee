"""The customers' feed: every message once, in one order, whatever runs at the same time, and for whoever may read."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.actions.issue_api_key import issue_api_key
from accounts.tenancy import tenant
from chat import feed
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.append import append
from chat.models import Message
from panel.api.cursors import read_place, write_place
from tests.cast import Cast, build_cast
from tests.chat.appending import line

WRITERS, LINES = 4, 40


@pytest.fixture
def acme(cloned_database: str) -> Cast:
    return build_cast()


@pytest.fixture
def reader(acme: Cast) -> Client:
    _, key = issue_api_key(acme.oscar, name="Warehouse", scopes=["read"])
    return Client(headers={"authorization": f"Bearer {key}"})


def ask(client: Client, cast: Cast, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/v1/projects/{cast.shop.public_id}/feed", query)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def follow(client: Client, cast: Cast, cursor: str | None = None, limit: int = 7) -> Iterator[tuple[dict[str, Any], str]]:
    """Everything behind a cursor, page by page: each line with the cursor of its page."""
    while True:
        page = ask(client, cast, limit=limit, **({"cursor": cursor} if cursor else {}))
        cursor = page["cursor"]
        yield from ((shape, page["cursor"]) for shape in page["results"])
        if not page["more"]:
            return


def places(lines: Iterator[tuple[dict[str, Any], str]]) -> list[tuple[str, int]]:
    return [(shape["conversation"], shape["number"]) for shape, _ in lines]


def say(cast: Cast, text: str = "Hello") -> None:
    with tenant(cast.shop):
        post_visitor_message(cast.shop, cast.vera, client_id=uuid.uuid4(), text=text)


def test_every_line_in_the_shape_of_get(acme: Cast, reader: Client) -> None:
    with tenant(acme.shop):
        post_message(acme.oscar, acme.shop, acme.talk, client_id=uuid.uuid4(), text="We do.")
        post_message(acme.oscar, acme.shop, acme.talk, client_id=uuid.uuid4(), text="Slow to answer.", kind="note")
    page = ask(reader, acme)
    timeline = reader.get(f"/api/v1/projects/{acme.shop.public_id}/conversations/{acme.talk.public_id}/messages?after=0").json()
    assert page["results"] == timeline["results"] and "note" in {shape["kind"] for shape in page["results"]}
    again = ask(reader, acme, cursor=page["cursor"])
    assert again == {"results": [], "cursor": page["cursor"], "more": False}
    say(acme, "More")
    assert [shape["text"] for shape in ask(reader, acme, cursor=again["cursor"])["results"]] == ["More"]


def test_an_empty_project_has_no_cursor_yet(acme: Cast) -> None:
    _, key = issue_api_key(acme.olga, name="Outlet", scopes=["read"])
    answer = Client(headers={"authorization": f"Bearer {key}"}).get(f"/api/v1/projects/{acme.outlet.public_id}/feed")
    assert answer.json() == {"results": [], "cursor": None, "more": False}


def test_nothing_appears_behind_a_cursor(acme: Cast, reader: Client) -> None:
    """A transaction that began first and ends last holds its own lines back, and all behind them, until it is over."""
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with tenant(acme.shop), transaction.atomic():
            post_visitor_message(acme.shop, acme.wanda, client_id=uuid.uuid4(), text="Slow")
            begun.set()
            may_end.wait(10)
        connection.close()

    before = ask(reader, acme)
    writer = threading.Thread(target=slow)
    writer.start()
    assert begun.wait(10)
    say(acme, "Quick")
    assert ask(reader, acme, cursor=before["cursor"])["results"] == []
    may_end.set()
    writer.join()
    assert [shape["text"] for shape in ask(reader, acme, cursor=before["cursor"])["results"]] == ["Slow", "Quick"]


def test_readers_of_a_busy_project_miss_nothing(acme: Cast, reader: Client) -> None:
    """Writers whose transactions overlap, and a reader who asks all the while: every line once, in the order of a later reading."""

    def write(seed: int) -> None:
        chance = Random(seed)
        for _ in range(LINES):
            with tenant(acme.shop):
                append([line(acme.talk, f"{seed}") for _ in range(chance.randint(1, 3))])
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(%s)", [chance.random() / 200])
        connection.close()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(WRITERS)]
    for one in writers:
        one.start()
    got: list[tuple[str, int]] = []
    cursor, over = None, False
    while not over:
        over = not any(one.is_alive() for one in writers)  # asked before reading: what is there then is all there is
        for shape, place in follow(reader, acme, cursor):
            got.append((shape["conversation"], shape["number"]))
            cursor = place
    assert got == places(follow(reader, acme, limit=100)) and len(got) == len(set(got))
    with tenant(acme.shop):
        assert len(got) == Message.objects.count() > WRITERS * LINES


class TestAnotherLifeOfTheDatabase:
    """After a restore the counts of transactions begin anew: a cursor of before goes on all the same."""

    def test_it_goes_back_an_hour_and_misses_nothing(self, acme: Cast, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        cursor = ask(reader, acme)["cursor"]
        say(acme, "Not seen before the restore")
        former = write_place(read_place(cursor)._replace(epoch="7-00000001", txid=2**50, row_id=2**50))
        page = ask(reader, acme, cursor=former)
        assert [shape["text"] for shape in page["results"]][1:] == ["Not seen before the restore"]
        say(acme, "After it")
        assert [shape["text"] for shape in ask(reader, acme, cursor=page["cursor"])["results"]] == ["After it"]

    def test_what_is_older_does_not_come_again(self, acme: Cast, reader: Client) -> None:
        place = read_place(ask(reader, acme)["cursor"])
        later = place._replace(epoch="7-00000001", at=place.at + feed.REWIND + timedelta(minutes=1))
        say(acme, "Behind")
        say(acme, "The last line there is")
        assert [shape["text"] for shape in ask(reader, acme, cursor=write_place(later))["results"]] == ["The last line there is"]

    def test_the_epoch_is_this_clusters_and_stays(self, acme: Cast) -> None:
        assert feed.present_epoch() == feed.present_epoch() and len(feed.present_epoch().split("-")) == 2


@pytest.mark.parametrize(
    "cursor", ["x", "AAAA", "MjAyNi0wMS0wMVQwMDowMDowMCswMDowMHw1", "fHx8", "YXwxfDF8MDAwMS0wMS0wMVQwMDowMDowMCswMDowMA", "7" * 300]
)
def test_a_cursor_of_nobodys(acme: Cast, reader: Client, cursor: str) -> None:
    answer = reader.get(f"/api/v1/projects/{acme.shop.public_id}/feed", {"cursor": cursor})
    assert answer.status_code == 400 and set(answer.json()["error"]["fields"]) == {"cursor"}


def test_asks_no_more_for_more_lines(acme: Cast, reader: Client, django_assert_max_num_queries: Any) -> None:
    with tenant(acme.shop):
        append([line(acme.talk) for _ in range(90)])
    with tenant(acme.shop), django_assert_max_num_queries(3):
        lines, _, _ = feed.lines_behind(None, limit=100)
    assert len(lines) == 91
