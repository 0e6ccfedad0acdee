"""Whose forwarded headers are believed (HDR7), and the id that leads from an answer to its log line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from config.middleware import FORWARDED, request_ids, trust_proxies

PROXY, STRANGER = "10.0.0.1", "203.0.113.9"
SPOOF = {
    "HTTP_X_FORWARDED_FOR": "1.1.1.1, 198.51.100.7",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_FORWARDED": "for=1.1.1.1",
}


def passed_on(**meta: Any) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(request.META, secure=request.is_secure())
        return HttpResponse()

    with override_settings(TRUSTED_PROXIES=[PROXY]):
        trust_proxies(view)(RequestFactory().get("/", **meta))
    return seen


class TestProxies:
    def test_a_strangers_headers_are_removed(self) -> None:
        seen = passed_on(REMOTE_ADDR=STRANGER, **SPOOF)
        assert seen["REMOTE_ADDR"] == STRANGER and not seen["secure"] and not set(FORWARDED) & set(seen)

    def test_the_proxys_last_address_is_the_client(self) -> None:
        """What stands further left, the client itself may have written."""
        seen = passed_on(REMOTE_ADDR=PROXY, **SPOOF)
        assert seen["REMOTE_ADDR"] == "198.51.100.7" and seen["secure"] and "HTTP_X_FORWARDED_HOST" not in seen

    def test_a_proxy_without_the_header(self) -> None:
        assert passed_on(REMOTE_ADDR=PROXY)["REMOTE_ADDR"] == PROXY

    @pytest.mark.parametrize("spelling", ["x_forwarded_proto", "X-Forwarded_Proto"])
    async def test_the_underscore_form_of_a_header_is_dropped(self, spelling: str) -> None:
        """HDR7: it would arrive under the same name, behind the proxy's own."""
        from django.core.handlers.asgi import ASGIRequest

        headers = [(spelling.lower().encode(), b"https"), (b"host", b"localhost")]
        request = ASGIRequest({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}, None)  # type: ignore[arg-type]
        assert "HTTP_X_FORWARDED_PROTO" not in request.META


@pytest.fixture
def unblocked(django_db_setup: None, django_db_blocker: Any) -> Iterator[Client]:
    with django_db_blocker.unblock():
        yield Client()


def test_an_unknown_host_is_refused(unblocked: Client) -> None:
    assert unblocked.get("/", headers={"host": "evil.example"}).status_code == 400


class TestRequestIds:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("0123456789abcdef", True),
            ("4111111111111111", False),
            ("short", False),
            ("x" * 65, False),
            ("a\r\nSet-Cookie: b=c", False),
            ("", False),
        ],
    )
    def test_a_good_one_is_kept(self, given: str, kept: bool) -> None:
        answer = request_ids(lambda request: HttpResponse())(RequestFactory().get("/", HTTP_X_REQUEST_ID=given))
        assert (answer["X-Request-ID"] == given) == kept and len(answer["X-Request-ID"]) >= 8

    def test_one_line_without_the_query(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO, "parley.http"):
            request_ids(lambda request: HttpResponse(status=503))(RequestFactory().get("/panel/?q=SECRET"))
        (record,) = [one for one in caplog.records if one.name == "parley.http"]
        assert record.levelname == "WARNING" and record.getMessage() == "GET /panel/" and record.status == 503  # type: ignore[attr-defined]

    def test_health_is_not_worth_a_line(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO, "parley.http"):
            request_ids(lambda request: HttpResponse())(RequestFactory().get("/healthz"))
        assert [one for one in caplog.records if one.name == "parley.http"] == []
