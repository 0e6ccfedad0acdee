"""Pages and REST on WSGI: everything that does not wait."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from config.wsgi import FEEDS, application


def status_of(path: str) -> str:
    told: list[str] = []

    def start_response(status: str, *_: Any) -> None:
        told.append(status)

    list(application(RequestFactory().get(path).environ, start_response))
    return told[0]


@pytest.mark.django_db
class TestPages:
    def test_pages_are_served(self) -> None:
        assert status_of("/accounts/login/") == "200 OK"
        assert status_of("/healthz") == "200 OK"

    @pytest.mark.parametrize("feed", FEEDS)
    def test_a_feed_takes_no_thread(self, feed: str) -> None:
        assert status_of(feed) == "503 Service Unavailable"
