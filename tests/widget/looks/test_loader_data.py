"""What of the looks travels to the page and into the frame: sheets of ours, no words of anybody's as code, and never too much."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Project
from tests.cast import Cast
from tests.hostile import PAYLOADS
from widget.configuration import frame_configuration, loader_bytes, loader_configuration, texts_of
from widget.looks.choices import Looks, Place, looks_of
from widget.looks.cleaning import clean_looks
from widget.looks.labels import GREETING, LABEL
from widget.looks.sheet import quoted, sheet_of

LARGEST_BYTES = 2_000  # gzipped, of the 6 kB of a project's data in the loader: the rest is left to its rules


@pytest.fixture(autouse=True)
def build(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "texts.json").write_text(json.dumps({GREETING: {}}))
    (tmp_path / "manifest.json").write_text(json.dumps({"looks.js": "looks-ABCD2345.js"}))
    settings.BUILD_DIR = tmp_path


@pytest.fixture
def dressed(cast: Cast) -> Callable[..., Project]:
    """The shop, with these looks."""

    def dress(**looks: Any) -> Project:
        cast.shop.looks = clean_looks(looks)
        return cast.shop

    return dress


Dressed = Callable[..., Project]


def test_usual_looks_add_nothing(dressed: Dressed) -> None:
    told = loader_configuration(dressed())
    assert told["css"] == "" and "looks" not in told


@pytest.mark.parametrize(
    ("looks", "rule"),
    [
        (Looks(desktop=Place("start", 30, 40)), "inset-inline-start:30px;inset-inline-end:auto"),
        (Looks(phone=Place("end", 8, 90)), "@media(max-width:480px){div,[aria-expanded]{inset-inline-end:8px;inset-inline-start:auto}"),
        (Looks(icon="heart"), "clip-path:path(evenodd,'M14 25"),
        (Looks(on_phone=False), "@media(max-width:480px){[aria-expanded],div{display:none!important}}"),
        (Looks(on_desktop=False), "@media(min-width:481px){[aria-expanded]"),
        (Looks(never_on=("/cart",)), ":host(:not([on]))"),
        (Looks(inline="#chat", height=500), ":host([inline]){display:block!important;block-size:500px!important}"),
    ],
)
def test_each_choice_has_its_rule(looks: Looks, rule: str) -> None:
    assert rule in sheet_of(looks, {"": ""})


def test_a_label_is_said_in_the_pages_language_and_read_aloud_as_it_is_seen(dressed: Dressed) -> None:
    told = loader_configuration(dressed(launcher="label", texts={"de": {LABEL: "Frag uns"}}))
    assert '[aria-expanded=false]::after{content:"Chat with us"' in told["css"]
    assert ':host(:lang(de)) [aria-expanded=false]::after{content:"Frag uns"}' in told["css"]
    assert ":lang(ar)" in told["css"] and told["words"]["open"] == "Chat with us"
    fixed = loader_configuration(dressed(launcher="label", language="de", texts={"de": {LABEL: "Frag uns"}}))
    assert ":lang(" not in fixed["css"] and fixed["words"]["open"] == "Frag uns"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_label_leaves_its_string(payload: str) -> None:
    inside = quoted(payload)[1:-1]
    assert all(letter.isalnum() or letter in " _\\" for letter in inside), inside


def test_pages_and_selectors_are_told_to_the_second_file(dressed: Dressed) -> None:
    told = loader_configuration(dressed(never_on=["/cart"], opener="#help"))
    assert told["looks"] == {"src": "/static/looks-ABCD2345.js", "only": [], "never": ["/cart"], "opener": "#help", "inline": ""}


def test_the_worst_case_is_small_enough(dressed: Dressed) -> None:
    patterns = [f"/{number:02}{'*x' * 5}{'y' * 57}" for number in range(16)]
    place = {"side": "start", "x": 400, "y": 400}
    texts = {language: {LABEL: language + "ß" * 22} for language in ("en", "de", "fr", "es", "pl", "pt", "ar")}
    worst = dressed(
        launcher="label", icon="hand", desktop=place, phone=place, on_phone=False, only_on=patterns[:8], never_on=patterns[8:],
        opener="#" + "a" * 79, inline="#" + "b" * 79, height=1200, texts=texts,
    )  # fmt: skip
    worst.name = "ü" * 120
    size = loader_bytes(worst)
    print(f"a project's looks in the loader, at worst: {size} B of {LARGEST_BYTES}")
    assert size <= LARGEST_BYTES


class TestFrame:
    def test_the_greeting_is_every_languages_that_has_no_line_of_its_own(self, dressed: Dressed) -> None:
        one = dressed(texts={"de": {GREETING: "Moin."}})
        one.greeting = "Hi there"
        texts = texts_of(one, looks_of(one))
        assert (texts["de"][GREETING], texts["en"][GREETING], texts["ar"][GREETING]) == ("Moin.", "Hi there", "Hi there")

    @pytest.mark.parametrize(("asked", "spoken"), [("", "pl"), ("fr", "fr"), ("xx", "pl")])
    def test_an_address_names_its_language(self, dressed: Dressed, asked: str, spoken: str) -> None:
        told = frame_configuration(dressed(language="pl", theme="dark", mark="fh"), asked=asked)
        assert (told["language"], told["theme"], told["mark"]) == (spoken, "dark", "FH")
