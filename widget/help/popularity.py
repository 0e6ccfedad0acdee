"""In which order articles stand: by how many different people have read them lately.

The rule, to be computed by hand:

* A **reader** is an address (of IPv6 the first half) and a browser, as a keyed hash of both. However often somebody reads an
  article, they count once, on the day of their last reading.
* A reading that is `d` days old (UTC's days; today is 0) weighs `2^(−d/7)`: half as much after a week, a quarter after two. From
  28 days on it weighs nothing, and is taken away.
* A reader whom the article did not help (“No”) weighs half.
* **Machines** do not count: whoever says that they are one, whatever is fetched ahead of a reader, and whoever reads more than
  20 different articles on one day.

    score(article) = Σ over readers r of  a(r) · 2^(−d(r)/7)      with a(r) = ½ after “No”, else 1

Pinned articles come first, in the order of their pins. Then the score decides, the highest first. Equal scores stand in the order
of the topics and of the articles in them, and equal ones of those in the order in which they were made: nothing changes places for
no reason. Weights are whole millionths, so that sums are exact and ties are ties.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Project
from chat.networks import parse_address
from widget.help.models import Article, Reading

HALF_LIFE_DAYS = 7
WINDOW_DAYS = 28
WHOLE = 1_000_000
WEIGHTS = [round(WHOLE * 2 ** (-days / HALF_LIFE_DAYS)) for days in range(WINDOW_DAYS)]
# More different articles than this on one day are read by no person.
ARTICLES_A_DAY = 20
READER_BYTES = 12
# How old the order may be: scores are the same for everybody, and change slowly.
KEPT_S = 60

# What says of itself that it is no person: crawlers, previews of links, monitors, and libraries that fetch.
_MACHINE = re.compile(
    r"bot\b|bot[/ ;_-]|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|monitor|uptime|pingdom|lighthouse|headless"
    r"|python|curl|wget|java/|okhttp|go-http|node-fetch|axios|libwww|scrapy|httpclient|feedfetcher|archive\.org|phantomjs",
    re.IGNORECASE,
)

_NOTE = """
INSERT INTO public.help_reading AS r (project_id, article_id, reader, day) VALUES (%s, %s, %s, %s)
ON CONFLICT (project_id, article_id, reader) DO UPDATE SET day = greatest(r.day, excluded.day)
"""


def today() -> date:
    return timezone.now().date()


def is_machine(request: HttpRequest) -> bool:
    """Whether a request comes from no reader: a crawler, or a browser that fetches ahead."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "") + request.headers.get("X-Moz", "")
    agent = request.headers.get("User-Agent", "")
    return request.method == "HEAD" or "prefetch" in purpose or len(agent) < 10 or bool(_MACHINE.search(agent))


def reader_of(project: Project, request: HttpRequest) -> bytes:
    """Who reads, as a hash that nobody can turn back, and that is another one in every project."""
    address, agent = _address_of(request.META.get("REMOTE_ADDR", "")), request.headers.get("User-Agent", "")[:400]
    return bytes(salted_hmac("parley.help.reader", f"{project.pk}\n{address}\n{agent}", algorithm="sha256").digest()[:READER_BYTES])


def _address_of(text: str) -> str:
    """One household of IPv6 has a /64 full of addresses, and a browser takes another one each day."""
    address = parse_address(text)
    if address is None or address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def note_reading(project: Project, article: Article, request: HttpRequest) -> None:
    """Somebody reads the article. Twice is once. The first one of a day takes away what no longer counts."""
    if is_machine(request):
        return
    day = today()
    if not Reading.objects.filter(article=article, day=day).exists():
        Reading.objects.filter(article=article, day__lte=day - timedelta(days=WINDOW_DAYS)).delete()
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [project.pk, article.pk, reader_of(project, request), day])


def note_answer(project: Project, article: Article, request: HttpRequest, *, helped: bool) -> None:
    """A reader says whether it helped; the last word counts. Whoever has not read it is not asked."""
    Reading.objects.filter(article=article, reader=reader_of(project, request)).update(helped=helped)


def scores(*, on: date | None = None) -> dict[int, int]:
    """The score of each article of the open project that anybody has read lately, by internal id, in millionths."""
    day = on or today()
    found: dict[int, int] = {}
    for article, read_on, helped, readers in _counts(day):
        weight = WEIGHTS[(day - read_on).days]
        found[article] = found.get(article, 0) + readers * (weight // 2 if helped is False else weight)
    return found


def _counts(day: date) -> Iterable[tuple[int, date, bool | None, int]]:
    lately = Reading.objects.filter(day__gt=day - timedelta(days=WINDOW_DAYS), day__lte=day)
    machines = lately.values("reader", "day").annotate(read=Count("id")).filter(read__gt=ARTICLES_A_DAY).values("reader")
    rows = lately.exclude(reader__in=machines).order_by().values_list("article_id", "day", "helped")
    return rows.annotate(readers=Count("id"))


def standing(project: Project) -> dict[int, int]:
    """The scores, a minute old at most."""
    key = f"help:scores:{project.pk}"
    kept = cache.get(key)
    if kept is None:
        kept = [[article, score] for article, score in scores().items()]
        cache.set(key, kept, KEPT_S)
    return dict(kept)


def in_order(articles: Iterable[Article], score: dict[int, int]) -> list[Article]:
    """Articles, with their categories at hand, as readers see them."""

    def key(article: Article) -> tuple[int, int, int, int, int, int]:
        pinned = article.pin is not None
        return (
            0 if pinned else 1,
            article.pin or 0,
            0 if pinned else -score.get(article.pk, 0),
            article.category.place,
            article.place,
            article.pk,
        )

    return sorted(articles, key=key)
