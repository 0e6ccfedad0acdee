"""What may be chosen of a widget's looks: kept as it differs from the default, or refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accounts.errors import Forbidden, Invalid
from accounts.models import Project
from accounts.tenancy import tenant
from tests.cast import Cast
from widget.actions.edit_looks import edit_looks
from widget.looks.choices import Looks, Place, initials, looks_of
from widget.looks.cleaning import clean_looks
from widget.looks.labels import GREETING, LABEL

SAID = {GREETING: {"de": "Guten Tag."}, "{name} joined": {"de": "{name} ist da"}}


@pytest.fixture(autouse=True)
def build(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "texts.json").write_text(json.dumps(SAID))
    (tmp_path / "manifest.json").write_text(json.dumps({"looks.js": "looks-ABCD2345.js"}))
    settings.BUILD_DIR = tmp_path


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        ({}, {}),
        ({"theme": "auto", "desktop": {"side": "end", "x": 22, "y": 22}, "only_on": [], "texts": {}}, {}),
        ({"theme": "dark"}, {"theme": "dark"}),
        ({"phone": {"y": 90}}, {"phone": {"side": "end", "x": 22, "y": 90}}),
        ({"mark": "fp"}, {"mark": "FP"}),
        ({"only_on": ["/shop/*", " ", "/shop/*", "HTTPS://Shop.Example/de/?a=1#b"]}, {"only_on": ["/shop/*", "shop.example/de/"]}),
        ({"never_on": ["/über/**"]}, {"never_on": ["/%C3%BCber/*"]}),
        ({"opener": " .open-chat, a[href='#chat'] "}, {"opener": ".open-chat, a[href='#chat']"}),
        ({"texts": {"de": {GREETING: " Moin. ", LABEL: ""}, "fr": {GREETING: ""}}}, {"texts": {"de": {GREETING: "Moin."}}}),
        ({"texts": {"de": {"{name} joined": "Da ist {name}"}}}, {"texts": {"de": {"{name} joined": "Da ist {name}"}}}),
        ({"texts": {"ar": {LABEL: "<b>راسلنا</b>"}}}, {"texts": {"ar": {LABEL: "<b>راسلنا</b>"}}}),
    ],
)
def test_what_differs_is_kept(chosen: dict[str, Any], kept: dict[str, Any]) -> None:
    assert clean_looks(chosen) == kept


def each(field: str, *values: Any) -> list[tuple[str, Any]]:
    return [(field, value) for value in values]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *each("theme", "blue", None, 3, ["dark"]),
        *each("desktop", {"x": -1}, {"x": 401}, {"x": "22"}, {"x": True}, {"side": "left"}, {"z": 1}, []),
        *each("mark", "ABC", "<b", "😀", "A\x00"),
        *each("icon", "../x", "url(x)", "javascript:"),
        *each("only_on", "/x", ["a b"], ["/" + "x" * 70], ["/*a*b*c*d*e*f"], [7], ["/x"] * 9, ["javascript:alert(1)"]),
        *each("opener", "#a{}", "a;b", "x" * 81, "<img>", "a[b", "#a\n#b", "@import"),
        *each("height", 100, 5000, "640"),
        *each("language", "xx", "en-xa", None),
        *each("texts", [], {"xx": {}}, {"de": []}, {"de": {"Nobody says this": "x"}}, {"de": {GREETING: 7}}),
        *each("texts", *({"de": {GREETING: value}} for value in ("x" * 301, "{name}", "\x00", "  "))),
        ("texts", {"de": {"{name} joined": "Jemand ist da"}}),
        ("css", "body{display:none}"),
        ("html", "<b>"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        clean_looks({"theme": "dark", field: value})
    assert list(refused.value.fields) == [field]


def test_many_texts_have_an_end() -> None:
    with pytest.raises(Invalid):
        clean_looks({"texts": {language: {GREETING: "x" * 300} for language in ("en", "de")} | {"fr": {GREETING: "x" * 20_000}}})


class TestEditing:
    def test_it_is_stored_and_read_again(self, cast: Cast) -> None:
        with tenant(cast.shop):
            edit_looks(cast.ada, cast.shop, {"phone": {"side": "start", "x": 8, "y": 90}, "launcher": "label", "never_on": ["/cart"]})
            stored = looks_of(Project.objects.get(pk=cast.shop.pk))
        assert stored == Looks(phone=Place("start", 8, 90), launcher="label", never_on=("/cart",))
        assert stored.code

    @pytest.mark.parametrize("who", ["oscar", "vic", "lena", "gus"])
    def test_others_may_not(self, cast: Cast, who: str) -> None:
        with tenant(cast.shop), pytest.raises(Forbidden):
            edit_looks(getattr(cast, who), cast.shop, {"theme": "dark"})


@pytest.mark.parametrize(("name", "letters"), [("Fernhill Pottery", "FP"), ("acme", "A"), ("", ""), ("Die große Töpferei", "DT")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
