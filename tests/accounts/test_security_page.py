"""The public promise, and where to write to (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def fields() -> dict[str, str]:
    answer = Client().get("/.well-known/security.txt", SERVER_NAME="localhost")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


@pytest.mark.django_db
class TestSecurityTxt:
    def test_it_has_what_the_rfc_demands(self, fields: dict[str, str]) -> None:
        assert fields["Contact"] == settings.SECURITY_CONTACT and fields["Contact"].startswith(("mailto:", "https://"))
        left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
        assert timedelta(days=30) < left < timedelta(days=365)

    def test_it_leads_to_the_page(self, fields: dict[str, str]) -> None:
        assert fields["Canonical"] == f"{settings.PARLEY_URL}/.well-known/security.txt"
        assert Client().get(fields["Policy"].removeprefix(settings.PARLEY_URL), SERVER_NAME="localhost").status_code == 200


@pytest.mark.django_db
def test_the_page_says_what_is_not_promised() -> None:
    """STF7: the honest limit is published."""
    page = Client().get("/security/", SERVER_NAME="localhost").content.decode()
    assert "root on the database" in page and settings.SECURITY_CONTACT in page
