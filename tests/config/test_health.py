"""Alive, ready, and numbers for Prometheus only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.db import DatabaseError, connection
from django.test import Client

from chat import doorbell


@pytest.fixture
def client(django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(doorbell.Silence, "until", 0.0)
    with django_db_blocker.unblock():
        yield Client()


def refuse() -> None:
    raise DatabaseError("secret words of the driver")


class TestHealth:
    def test_alive(self, client: Client) -> None:
        answer = client.get("/healthz")
        assert (answer.status_code, answer.content) == (200, b"ok") and "no-store" in answer.headers["Cache-Control"]

    def test_ready(self, client: Client) -> None:
        answer = client.get("/readyz")
        assert answer.status_code == 200 and answer.json() == {"status": "ok", "database": True, "redis": True, "queue": True}

    def test_without_redis_chat_goes_on(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doorbell, "_shards", lambda: (redis.Redis.from_url("unix:///nowhere/valkey.sock"),))
        answer = client.get("/readyz")
        assert answer.status_code == 200 and answer.json()["status"] == "degraded"

    def test_without_postgres_it_does_not(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "cursor", refuse)
        answer = client.get("/readyz")
        assert answer.status_code == 503 and answer.json()["database"] is False and b"secret" not in answer.content
        assert client.get("/healthz").status_code == 200

    @pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
    def test_to_be_read_only(self, client: Client, path: str) -> None:
        assert client.post(path).status_code == 405


class TestMetrics:
    @pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9"])
    def test_near(self, client: Client, address: str) -> None:
        answer = client.get("/metrics", REMOTE_ADDR=address)
        assert answer.status_code == 200 and b"parley_sockets" in answer.content

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1", "", "unix"])
    def test_not_public(self, client: Client, address: str) -> None:
        assert client.get("/metrics", REMOTE_ADDR=address).status_code == 404


def test_numbers_are_not_for_whoever_comes_through_a_proxy_we_do_not_know(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
