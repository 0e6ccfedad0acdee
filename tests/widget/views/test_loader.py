"""The script tag's targets: what anybody may load, how long it is kept, and what an unknown key hears."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.templatetags import assets
from accounts.tenancy import tenant
from tests.cast import Cast
from widget.colors import contrast, ground

CODE = "(function(PARLEY){/* the loader */})"


@pytest.fixture(autouse=True)
def build(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build of one small loader, beside an older one that some page has pinned."""
    (tmp_path / "manifest.json").write_text(
        json.dumps({"loader.js": "loader-ABCD2345.js", "site.css": "s.css", "site.js": "s.js", "theme.js": "t.js"})
    )
    (tmp_path / "loader-ABCD2345.js").write_text(CODE + "\n")
    (tmp_path / "loader-OLDOLD22.js").write_text("(function(PARLEY){/* an old loader */})\n")
    settings.BUILD_DIR = tmp_path
    monkeypatch.setattr(assets, "_read", {})
    return tmp_path


def configuration_in(body: str) -> dict[str, Any]:
    assert body.startswith(CODE)
    found: dict[str, Any] = json.loads(body.removeprefix(CODE).strip().removeprefix("(").removesuffix(");"))
    return found


class TestMovingTag:
    def test_it_carries_the_configuration(self, client: Client, cast: Cast) -> None:
        answer = client.get(f"/w/{cast.shop.key}.js")
        found = configuration_in(answer.content.decode())
        assert answer["Content-Type"].startswith("text/javascript")
        assert (found["key"], found["name"], found["live"]) == (cast.shop.key, cast.shop.name, True)
        assert set(found) == {"key", "origin", "name", "color", "on", "live", "words", "css"}

    def test_it_may_be_kept_for_a_minute_and_be_embedded_anywhere(self, client: Client, cast: Cast) -> None:
        answer = client.get(f"/w/{cast.shop.key}.js")
        assert answer["Cache-Control"] == "public, max-age=60, stale-while-revalidate=86400"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not answer.cookies

    def test_unchanged_is_304(self, client: Client, cast: Cast) -> None:
        tag = client.get(f"/w/{cast.shop.key}.js")["ETag"]
        again = client.get(f"/w/{cast.shop.key}.js", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")

    def test_it_is_the_same_for_every_visitor(self, client: Client, cast: Cast) -> None:
        bodies = {client.get(f"/w/{cast.shop.key}.js", headers={"Accept-Language": language}).content for language in ("en", "ar")}
        assert len(bodies) == 1

    def test_a_name_cannot_leave_its_string(self, client: Client, cast: Cast) -> None:
        cast.shop.name = '"});alert(1);//</script>\u2028'
        with tenant(cast.shop):
            cast.shop.save(update_fields=["name"])
        body = client.get(f"/w/{cast.shop.key}.js").content.decode()
        assert configuration_in(body)["name"] == cast.shop.name
        assert "\u2028" not in body

    def test_an_unknown_key_is_a_404_that_is_a_script(self, client: Client, cast: Cast) -> None:
        answer = client.get("/w/nobodyhasthiskey.js")
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("text/javascript")
        assert answer.content.startswith(b"//")

    @pytest.mark.parametrize("key", ["..%2f", "a", "x" * 33, "%00abcd", "'or'1'='1"])
    def test_what_is_no_key_is_404(self, client: Client, cast: Cast, key: str) -> None:
        assert client.get(f"/w/{key}.js").status_code == 404


class TestPinnedTag:
    def test_it_never_changes(self, client: Client, cast: Cast) -> None:
        answer = client.get("/w/v/ABCD2345.js")
        assert answer.content.decode().strip() == f"{CODE}();"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Access-Control-Allow-Origin"] == "*"

    def test_an_old_one_is_still_there(self, client: Client, cast: Cast) -> None:
        assert b"an old loader" in client.get("/w/v/OLDOLD22.js").content

    @pytest.mark.parametrize("hash", ["NOTTHERE", "../manifest", "..%2f..%2fx", "abcd2345"])
    def test_another_is_404(self, client: Client, cast: Cast, hash: str) -> None:
        assert client.get(f"/w/v/{hash}.js").status_code == 404

    def test_its_configuration_may_be_read_from_anywhere(self, client: Client, cast: Cast) -> None:
        answer = client.get(f"/w/{cast.shop.key}.json")
        assert answer.json()["key"] == cast.shop.key
        assert answer["Access-Control-Allow-Origin"] == "*"

    def test_an_unknown_key_is_the_contracts_error(self, client: Client, cast: Cast) -> None:
        answer = client.get("/w/nobodyhasthiskey.json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


class TestColors:
    @pytest.mark.parametrize("color", ["#0F616F", "#2D4A9A", "#FFD600", "#FFFFFF", "#000000", "#FF6B6B", "#7FBA00", "#808080"])
    def test_text_on_them_is_readable(self, color: str) -> None:
        adjusted, on = ground(color)
        assert contrast(adjusted, on) >= 4.5

    def test_a_readable_one_stays_as_it_is(self) -> None:
        assert ground("#2d4a9a") == ("#2d4a9a", "#ffffff")
