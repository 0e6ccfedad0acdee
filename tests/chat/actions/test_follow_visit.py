"""A visitor comes, walks on and leaves."""

from __future__ import annotations

from typing import Any

from accounts.models import Project
from chat import visits
from chat.actions.follow_visit import begin_visit, end_visit, page_of, walk_on
from chat.groups import live_list
from chat.models import Visitor
from chat.queries import present_conversation
from tests.cast import Cast
from tests.chat.hearing import hearing

PAGE = {"url": "https://acme.example/bowls?email=v@x.example", "title": "Bowls\u202e", "referrer": "https://search.example/?q=SECRET"}


def begin(cast: Cast, tab: str = "one", **hello: Any) -> None:
    begin_visit(cast.shop, cast.tokens["vera"], (cast.vera, present_conversation(cast.vera)), tab, {"page": PAGE, "locale": "de", **hello})


def change(project: Project, **fields: bool) -> None:
    for name, value in fields.items():
        setattr(project, name, value)


class TestFollowVisit:
    def test_operators_see_them_come_walk_and_go(self, in_shop: Cast) -> None:
        with hearing() as heard:
            begin(in_shop)
            page = page_of(in_shop.shop, {"url": "https://acme.example/cups", "title": "Cups"})
            assert page is not None
            walk_on(in_shop.shop, in_shop.vera.public_id, in_shop.vera, page)
            end_visit(in_shop.shop, in_shop.vera.public_id, "one")
        came, walked, went = heard.in_group(live_list(in_shop.shop.pk))
        (shape,) = came["here"]
        assert shape["name"] == in_shop.vera.name and shape["referrer"] == "https://search.example/" and shape["locale"] == "de"
        assert [one["url"] for one in shape["pages"]] == ["https://acme.example/bowls"] and shape["pages"][0]["title"] == "Bowls"
        assert shape["conversation"] == str(in_shop.talk.public_id) and shape["waiting_since"] and shape["conversations"] == 1
        assert len(walked["here"][0]["pages"]) == 2
        assert (went["here"], went["gone"]) == ([], [str(in_shop.vera.public_id)])

    def test_one_visit_however_many_tabs(self, in_shop: Cast) -> None:
        for tab in ("one", "two"):
            begin(in_shop, tab)
        assert Visitor.objects.get(pk=in_shop.vera.pk).visits == 2
        with hearing() as heard:
            end_visit(in_shop.shop, in_shop.vera.public_id, "one")
        assert heard.texts == []

    def test_pages_are_kept_with_the_row(self, in_shop: Cast) -> None:
        begin(in_shop)
        page = page_of(in_shop.shop, PAGE)
        assert page is not None
        walk_on(in_shop.shop, in_shop.vera.public_id, in_shop.vera, page)
        assert [one["url"] for one in Visitor.objects.get(pk=in_shop.vera.pk).pages] == ["https://acme.example/bowls"]

    def test_where_the_project_does_not_want_it_nothing_is_kept(self, in_shop: Cast) -> None:
        page = page_of(in_shop.shop, PAGE)
        assert page is not None
        change(in_shop.shop, page_history=False)
        begin(in_shop)
        walk_on(in_shop.shop, in_shop.vera.public_id, in_shop.vera, page)
        visit = visits.visits_of(in_shop.shop.pk, [in_shop.vera.public_id])[in_shop.vera.public_id]
        assert visit.online and visit.pages == [] and Visitor.objects.get(pk=in_shop.vera.pk).pages == []
        visits.leave(in_shop.shop.pk, in_shop.vera.public_id, "one")
        change(in_shop.shop, live_visitors=False)
        with hearing() as heard:
            begin(in_shop)
        assert heard.texts == [] and visits.here(in_shop.shop.pk) == []

    def test_a_hello_with_nonsense_in_it(self, in_shop: Cast) -> None:
        page: Any
        for page in (None, 7, "x", [], {}, {"url": 7}, {"url": "javascript:x"}, {"url": "https://a.example", "title": {}, "referrer": []}):
            begin(in_shop, page=page, locale=7, device=[])
