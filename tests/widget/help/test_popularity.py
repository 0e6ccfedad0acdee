"""The order of articles: a week of readers and machines, beside numbers computed by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Project
from accounts.tenancy import tenant
from tests.cast import Cast
from tests.widget.help.world import BROWSER, article, reader, topic
from widget.help import popularity
from widget.help.actions.edit_article import edit_article
from widget.help.languages import shown_texts
from widget.help.models import Article, Reading
from widget.help.popularity import ARTICLES_A_DAY, WEIGHTS, WINDOW_DAYS, scores

MONDAY = date(2026, 11, 2)
SUNDAY = MONDAY + timedelta(days=6)
# 2^(−d/7) in millionths, from a pocket calculator.
BY_HAND = {0: 1_000_000, 1: 905_724, 2: 820_335, 3: 742_997, 4: 672_950, 5: 609_507, 6: 552_045, 7: 500_000, 14: 250_000, 21: 125_000}
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


class Street:
    """Readers of one centre, day by day."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
        self.monkeypatch, self.project, self.browser = monkeypatch, project, Client()

    def on(self, day: date) -> None:
        self.monkeypatch.setattr(popularity, "today", lambda: day)

    def read(self, slug: str, *readers: int, times: int = 1, **more: str) -> None:
        for number in readers:
            for _ in range(times):
                answer = self.browser.get(f"/help/{self.project.slug}/{slug}/", **{**reader(number), **more})  # type: ignore[arg-type]  # its headers have no names of their own
                assert answer.status_code == 200

    def answer(self, slug: str, number: int, helped: str) -> None:
        self.browser.post(f"/help/{self.project.slug}/{slug}/answer/", {"helped": helped}, **reader(number))  # type: ignore[arg-type]


@pytest.fixture
def street(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Street:
    with tenant(cast.shop):
        care, sending = topic(cast.olga, cast.shop), topic(cast.olga, cast.shop, "Delivery")
        for title, under in (("Dishwasher", care), ("Matte glaze", care), ("Delivery times", sending), ("Returns", sending)):
            article(cast.olga, cast.shop, title, under=under)
    return Street(monkeypatch, cast.shop)


def by_slug(project: Project, day: date) -> dict[str, int]:
    names = dict(Article.objects.values_list("pk", "slug"))
    return {names[pk]: score for pk, score in scores(on=day).items()}


class TestAWeek:
    def test_it_is_the_order_computed_by_hand(self, cast: Cast, street: Street) -> None:
        street.on(MONDAY)
        street.read("dishwasher", *range(10))  # ten people, who never come back
        street.read("returns", *range(40, 48), HTTP_USER_AGENT=CRAWLER)
        street.on(MONDAY + timedelta(days=3))
        street.read("delivery-times", *range(20, 26))
        street.read("matte-glaze", 30, times=50)  # one person, fifty times
        street.on(SUNDAY)
        street.read("delivery-times", 20, 26)  # 20 has read it on Thursday: from now on they count as today
        street.read("matte-glaze", 31)
        street.answer("delivery-times", 26, "no")
        street.read("returns", *range(50, 60), HTTP_SEC_PURPOSE="prefetch;prerender")
        cache.clear()  # a minute later
        with tenant(cast.shop):
            hand = {
                "dishwasher": 10 * BY_HAND[6],
                "delivery-times": 5 * BY_HAND[3] + BY_HAND[0] + BY_HAND[0] // 2,
                "matte-glaze": BY_HAND[3] + BY_HAND[0],
            }
            assert by_slug(cast.shop, SUNDAY) == hand == {"dishwasher": 5_520_450, "delivery-times": 5_214_985, "matte-glaze": 1_742_997}
            order = ["dishwasher", "delivery-times", "matte-glaze", "returns"]
            assert [one.article.slug for one in shown_texts(cast.shop, "en")] == order

    def test_who_reads_everything_is_no_person(self, cast: Cast, street: Street) -> None:
        with tenant(cast.shop):
            under = Article.objects.get(slug="dishwasher").category
            more = [article(cast.olga, cast.shop, f"Glaze number {number}", under=under).slug for number in range(ARTICLES_A_DAY)]
        street.on(MONDAY)
        street.read("returns", 1)
        for slug in more:
            street.read(slug, 2)
        with tenant(cast.shop):
            assert by_slug(cast.shop, MONDAY)[more[0]] == BY_HAND[0], "the premise: so many are a person's"
        street.read("returns", 2)
        with tenant(cast.shop):
            assert by_slug(cast.shop, MONDAY) == {"returns": BY_HAND[0]}

    def test_half_as_much_each_week_and_nothing_after_four(self, cast: Cast, street: Street) -> None:
        street.on(MONDAY)
        street.read("dishwasher", 1)
        with tenant(cast.shop):
            for days in (0, 7, 14, 21):
                assert by_slug(cast.shop, MONDAY + timedelta(days=days)) == {"dishwasher": BY_HAND[days]}
            assert by_slug(cast.shop, MONDAY + timedelta(days=WINDOW_DAYS)) == {}
        street.on(MONDAY + timedelta(days=WINDOW_DAYS))
        street.read("dishwasher", 2)
        with tenant(cast.shop):
            assert Reading.objects.count() == 1, "what counts no more is not kept"

    def test_pins_come_first_and_ties_stay_as_they_stand(self, cast: Cast, street: Street) -> None:
        street.on(SUNDAY)
        with tenant(cast.shop):
            places = ["dishwasher", "matte-glaze", "delivery-times", "returns"]
            assert [one.article.slug for one in shown_texts(cast.shop, "en")] == places, "nobody has read any"
            for slug, pin in (("returns", 1), ("delivery-times", 2)):
                edit_article(cast.olga, cast.shop, Article.objects.get(slug=slug), {"pin": pin})
            assert [one.article.slug for one in shown_texts(cast.shop, "en")] == ["returns", "delivery-times", "dishwasher", "matte-glaze"]

    def test_one_household_is_one_reader_and_two_browsers_are_two(self, cast: Cast, street: Street) -> None:
        street.on(SUNDAY)
        for address in ("2001:db8:1:2::1", "2001:db8:1:2::99", "2001:db8:1:3::1"):
            street.read("returns", 1, REMOTE_ADDR=address)
        street.read("returns", 1, REMOTE_ADDR="2001:db8:1:3::1", HTTP_USER_AGENT=f"{BROWSER} Other")
        with tenant(cast.shop):
            assert by_slug(cast.shop, SUNDAY) == {"returns": 3 * BY_HAND[0]}


def test_the_weights_are_those_of_the_formula() -> None:
    assert {day: WEIGHTS[day] for day in BY_HAND} == BY_HAND


@pytest.mark.parametrize("agent", [CRAWLER, "curl/8.5.0", "", "Slackbot-LinkExpanding 1.0", "python-requests/2.32", "WhatsApp/2.23"])
def test_machines_say_what_they_are(cast: Cast, street: Street, agent: str) -> None:
    street.read("returns", 1, HTTP_USER_AGENT=agent)
    with tenant(cast.shop):
        assert not Reading.objects.exists()
