"""Search: what was meant is found, also misspelt; what is not there is not; and the chat is told the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from accounts.tenancy import tenant
from tests.cast import Cast
from tests.widget.help.test_articles import get, words
from tests.widget.help.world import BROWSER, PLATES, article, topic
from widget.help.models import Article, MissedSearch
from widget.help.searching import search


@pytest.fixture
def shelf(cast: Cast) -> Cast:
    with tenant(cast.shop):
        care, sending = topic(cast.olga, cast.shop), topic(cast.olga, cast.shop, "Delivery")
        for title, body, under in (
            ("Is the ash glaze dishwasher safe?", PLATES, care),
            ("Small marks from cutlery", "Grey lines are metal, and come off the plate.", care),
            ("Delivery times by country", "Two to nine working days.", sending),
            ("Return or replace a piece", "You have thirty days. Crème brûlée bowls too.", sending),
            ("Gift wrapping", "Brown paper and a ribbon around the plate.", sending),
        ):
            article(cast.olga, cast.shop, title, under=under, body=body)
    with tenant(cast.globex):
        article(cast.gus, cast.globex, "Secret dishwasher of Globex", under=topic(cast.gus, cast.globex))
    return cast


class TestSearch:
    @pytest.mark.parametrize(
        ("question", "first"),
        [
            ("dishwasher", "Is the ash glaze dishwasher safe?"),
            ("dishwahser", "Is the ash glaze dishwasher safe?"),
            ("DISHW", "Is the ash glaze dishwasher safe?"),
            ("delivry tmes", "Delivery times by country"),
            ("creme brulee", "Return or replace a piece"),
            ("cutlrey", "Small marks from cutlery"),
            ("gift", "Gift wrapping"),
        ],
    )
    def test_it_finds_what_was_meant(self, shelf: Cast, question: str, first: str) -> None:
        with tenant(shelf.shop):
            assert search(shelf.shop, question, language="en")[0].shown.title == first

    @pytest.mark.parametrize(
        "question", ["", " ", "zzzzzz", "'; DROP TABLE x; --", "%", "\\", "a" * 5_000, "\x00", "🙂", "_" * 40, "(((((*"]
    )
    def test_it_finds_nothing_where_there_is_nothing(self, shelf: Cast, question: str) -> None:
        with tenant(shelf.shop):
            assert search(shelf.shop, question, language="en") == []

    def test_a_sentence_is_answered_only_by_what_fits_well(self, shelf: Cast) -> None:
        with tenant(shelf.shop):
            hits = search(shelf.shop, "Hello, can I put my plates into the dishwasher please", language="en", suggest=True)
            assert hits[0].shown.title == "Is the ash glaze dishwasher safe?"
            assert search(shelf.shop, "Hello, how are you today", language="en", suggest=True) == []

    def test_what_was_looked_for_in_vain_is_kept_without_anybodys_address(self, shelf: Cast) -> None:
        for question in ("Teapots", "teapots ", "me@vera.example", "4111 1111 1111 1111", "order 123456"):
            assert "yet" in words(get(shelf, f"search/?q={question}"))
        get(shelf, "search/?q=crawled", HTTP_USER_AGENT="Googlebot/2.1 (+http://www.google.com/bot.html)")
        get(shelf, "search.json?q=typing")
        with tenant(shelf.shop):
            assert list(MissedSearch.objects.values_list("question", "times")) == [("teapots", 2)]

    def test_the_chat_is_told_the_same(self, shelf: Cast) -> None:
        browser = {"HTTP_USER_AGENT": BROWSER, "SERVER_NAME": "localhost"}
        key = shelf.shop.key

        def ask(path: str) -> Any:
            answer = Client().get(f"/w/api/help{path}", **browser)  # type: ignore[arg-type]
            assert answer.status_code == 200
            return answer.json()

        home = ask(f"?project={key}&lang=pl")
        assert [one["name"] for one in home["topics"]] == ["Care and glaze", "Delivery"] and len(home["articles"]) == 5
        (found,) = ask(f"/search?project={key}&q=dishwahser")["articles"]
        read = ask(f"/{found['id']}?project={key}")
        assert read["body"][1] == ["h2", {"id": "how-to-keep-it-matte"}, "How to keep it matte"]
        assert ask(f"/is-the-ash-glaze-dishwasher-safe?project={key}&card=1")["id"] == found["id"]
        said = json.dumps({"helped": False})
        answered = Client().post(f"/w/api/help/{found['id']}/answer?project={key}", said, "application/json", **browser)  # type: ignore[arg-type]
        assert answered.status_code == 200
        with tenant(shelf.shop):
            assert list(Article.objects.get(public_id=found["id"]).readings.values_list("helped", flat=True)) == [False]
        assert "Globex" not in str(ask(f"/search?project={key}&q=globex"))
