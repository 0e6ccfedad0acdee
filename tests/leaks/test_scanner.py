"""The scanner finds what is planted, in every place, and takes nothing else for a card."""

from __future__ import annotations

import base64
import json
import random
import time
import uuid
import zipfile
from pathlib import Path

import pytest
import redis
from django.db import connection

from tests.boot import STORES, TEST_KEY
from tests.databases import sql
from tests.leaks import watch
from tests.leaks.scanner import cards_in, completed, is_card, secrets_in

NOBODYS = completed("453201511283036")  # that no test types


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, None]:
    """What is found here is no finding of the run's."""
    here: dict[str, None] = {}
    monkeypatch.setattr(watch, "FOUND", here)
    return here


@pytest.mark.parametrize("number", ["4242424242424242", NOBODYS])
@pytest.mark.parametrize(
    "written",
    ["{0}", "{1}", "{2}", "card: {1}.", '{{"text": "{0}"}}', "(5,{0},t)", "{3}", "{4}", "{5}", "{6}", "q={7}&x=1", "{8}"],
)
def test_a_card_is_found(number: str, written: str) -> None:
    arabic, wide = (number.translate({48 + one: start + one for one in range(10)}) for start in (0x660, 0xFF10))
    groups = [number[at : at + 4] for at in range(0, 16, 4)]
    escaped = json.dumps(arabic)
    queued = json.dumps({"body": base64.b64encode(json.dumps([[number], {}]).encode()).decode()})
    ways = number, " ".join(groups), "-".join(groups), arabic, escaped, queued, "\u00a0".join(groups), "%20".join(groups), wide
    assert list(cards_in(written.format(*ways))) == [number]


def test_what_a_test_typed_is_found_in_whatever_it_stands() -> None:
    for text in (
        "x4242424242424242y",
        "4242/4242/4242/4242",
        "42 42 42 42 42 42 42 42",
        "4242\u200b42424242\u20604242",
        "[4242,4242,4242,4242]",
    ):
        assert list(cards_in(text)) == ["4242424242424242"], text


def test_nothing_else_is_one() -> None:
    dice = random.Random(4)
    dump = [
        *(str(uuid.UUID(int=dice.getrandbits(128))) for _ in range(3000)),
        *(f"{dice.getrandbits(256):064x}" for _ in range(3000)),
        *(f"\\x{dice.getrandbits(512):0128x}" for _ in range(500)),
        *(f'{{"took": {dice.random()}, "at": {time.time() + dice.random()}}}' for _ in range(3000)),
        *(f"{time.time_ns() + dice.getrandbits(40)}-{dice.getrandbits(128):032x}" for _ in range(3000)),
        *(f"(17,2026-11-29 15:34:{dice.randrange(60)}.{dice.randrange(10**6)}+00,203.0.113.{dice.randrange(256)})" for _ in range(3000)),
        *(f"+49{dice.randrange(10**11)}" for _ in range(1000)),
        *(base64.b64encode(dice.randbytes(32)).decode() for _ in range(3000)),
    ]
    assert [line for line in dump if list(cards_in(line))] == []


def test_issuers_and_luhn() -> None:
    assert is_card("4242424242424242") and not is_card("4242424242424241")
    assert not is_card("1234567890123452"), "right, and no issuer's"
    assert not is_card("42424242424242"), "no issuer has so few digits with a 4"


class TestPlanted:
    """Each kind of place, with a card in it."""

    def test_in_a_table(self, cloned_database: str, found: dict[str, None]) -> None:
        name = str(connection.settings_dict["NAME"])
        sql(f"CREATE TABLE public.planted AS SELECT 'paid by {NOBODYS[:8]} {NOBODYS[8:]}' AS note;", name)
        watch.look_at_database(name)
        sql("DROP TABLE public.planted;", name)
        assert list(found) == [f"database {name}, table planted: 4532…, 16 digits"]

    def test_in_valkey(self, found: dict[str, None]) -> None:
        body = base64.b64encode(json.dumps([[NOBODYS], {}]).encode()).decode()
        with redis.Redis.from_url(STORES.env["REDIS_URL"]) as valkey:
            valkey.flushall()
            valkey.lpush("celery", json.dumps({"body": body}))
            valkey.hset("p:1", mapping={"page": NOBODYS})
            watch.look_at_valkey(valkey)
            valkey.flushall()
        assert sorted(found) == ["Valkey, key celery: 4532…, 16 digits", "Valkey, key p:1: 4532…, 16 digits"]

    def test_in_files_and_secrets_in_logs(self, tmp_path: Path, found: dict[str, None]) -> None:
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            archive.writestr("messages.jsonl", json.dumps({"text": NOBODYS}))
        (tmp_path / "mail.json").write_text(json.dumps({"text": f"Your card {NOBODYS}"}))
        (tmp_path / "web.log").write_text(f"event: it broke key={TEST_KEY}\n")
        watch.look_at_folder(tmp_path)
        places = [sentence.rpartition("/")[2] for sentence in sorted(found)]
        assert places == ["mail.json: 4532…, 16 digits", "file export.zip: messages.jsonl: 4532…, 16 digits", "web.log: the key that signs"]
        for file in tmp_path.iterdir():  # the run's own last look comes here too
            file.unlink()

    @pytest.mark.parametrize(
        "line",
        [
            f"token=v1.{'a' * 32}.{'b' * 32}.{'c' * 43}",
            f"Authorization: Bearer pk_{'x' * 43}",
            f"Cookie: sessionid={'s' * 32}; a=b",
            "GET /accounts/password/reset/key/1-dihqx0-4ec8f15af1ee91c81ac5009cbefd077d/",
        ],
    )
    def test_secrets_by_their_form(self, line: str) -> None:
        assert list(secrets_in(line, {})) and not list(secrets_in("GET /accounts/password/reset/key/…/ 200", {}))
