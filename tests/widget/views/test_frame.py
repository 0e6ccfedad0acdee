"""The frame's document: who may embed it, and that it carries no secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.templatetags import assets
from accounts.tenancy import tenant
from tests.cast import CANARY, Cast


@pytest.fixture(autouse=True)
def build(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manifest.json").write_text(
        json.dumps(
            {"frame.js": "frame-A.js", "frame.css": "frame-B.css", "frame.modules": "chunk-C.js", "view.modules": "chunk-D.js chunk-E.js"}
        )
    )
    settings.BUILD_DIR = tmp_path
    monkeypatch.setattr(assets, "_read", {})


def policy(answer: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


def allow(cast: Cast, *domains: str) -> None:
    cast.shop.allowed_domains = list(domains)
    with tenant(cast.shop):
        cast.shop.save(update_fields=["allowed_domains"])


class TestFrame:
    def test_it_loads_only_our_own_code(self, client: Client, cast: Cast) -> None:
        found = policy(client.get(f"/w/{cast.shop.key}/"))
        assert found["default-src"] == ["'none'"]
        assert found["script-src"] == found["style-src"] == ["'self'"]
        assert found["base-uri"] == found["form-action"] == ["'none'"]

    @pytest.mark.parametrize(
        ("domain", "sources"),
        [
            ("shop.example", ["https://shop.example"]),
            ("*.shop.example", ["https://*.shop.example"]),
            ("shop.example:8443", ["https://shop.example:8443"]),
            ("http://old.example", ["http://old.example", "https://old.example"]),
            ("127.0.0.1:8000", ["http://127.0.0.1:8000", "https://127.0.0.1:8000"]),
        ],
    )
    def test_it_may_be_framed_by_the_allowed_domains(self, client: Client, cast: Cast, domain: str, sources: list[str]) -> None:
        allow(cast, domain)
        answer = client.get(f"/w/{cast.shop.key}/")
        assert policy(answer)["frame-ancestors"][2:] == sources
        assert "X-Frame-Options" not in answer

    def test_a_domain_of_another_project_is_not_among_them(self, client: Client, cast: Cast) -> None:
        found = policy(client.get(f"/w/{cast.shop.key}/"))["frame-ancestors"]
        assert not any("globex" in source for source in found)

    def test_its_headers(self, client: Client, cast: Cast) -> None:
        answer = client.get(f"/w/{cast.shop.key}/")
        assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies

    def test_it_says_nothing_but_what_is_public(self, client: Client, cast: Cast) -> None:
        body = client.get(f"/w/{cast.shop.key}/").content.decode().replace(cast.shop.name, "")
        assert CANARY not in body

    def test_a_name_stays_text(self, client: Client, cast: Cast) -> None:
        cast.shop.name = "</script><script>alert(1)</script>"
        with tenant(cast.shop):
            cast.shop.save(update_fields=["name"])
        assert "<script>alert" not in client.get(f"/w/{cast.shop.key}/").content.decode()

    def test_an_unknown_key_is_404(self, client: Client, cast: Cast) -> None:
        assert client.get("/w/nobodyhasthiskey/").status_code == 404

    def test_only_reading(self, client: Client, cast: Cast) -> None:
        assert client.post(f"/w/{cast.shop.key}/").status_code == 405
