"""Reads of help centres, inside the open tenant. Never writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from accounts.models import Project
from widget.help.languages import centre_of
from widget.help.models import Article, ArticleText, Category, MissedSearch, Reading
from widget.help.popularity import WINDOW_DAYS, in_order, standing, today

# From so many answers on, and with so large a share of them “No”, an article needs work.
ENOUGH_ANSWERS, MANY_NO = 5, 0.4
MISSED_SHOWN = 10


@dataclass(frozen=True)
class Tally:
    """Different readers of an article in the window, and what they answered."""

    readers: int = 0
    yes: int = 0
    no: int = 0

    @property
    def helped_share(self) -> float | None:
        """In percent of those who answered."""
        answers = self.yes + self.no
        return 100 * self.yes / answers if answers else None

    @property
    def needs_work(self) -> bool:
        answers = self.yes + self.no
        return answers >= ENOUGH_ANSWERS and self.no / answers >= MANY_NO


@dataclass(frozen=True)
class Line:
    """An article as its team sees it: `text` in the centre's first language that it has."""

    article: Article
    text: ArticleText
    texts: dict[str, ArticleText]
    tally: Tally
    score: int

    @property
    def published(self) -> list[str]:
        return [language for language, text in self.texts.items() if text.published]

    @property
    def changed(self) -> bool:
        return any(text.published and text.changed for text in self.texts.values())


def tallies() -> dict[int, Tally]:
    """By the article's internal id; one that nobody has read lately is not in it."""
    lately = Reading.objects.filter(day__gt=today() - timedelta(days=WINDOW_DAYS))
    yes, no = Count("id", filter=Q(helped=True)), Count("id", filter=Q(helped=False))
    rows = lately.values("article_id").annotate(readers=Count("id"), yes=yes, no=no).order_by("article_id")
    return {article: Tally(*counts) for article, *counts in rows.values_list("article_id", "readers", "yes", "no")}


def lines(project: Project, *, whole: bool = False) -> list[Line]:
    """Every article, published or not, in the order in which readers see them; with what each says if `whole`."""
    languages, counted, score = centre_of(project).languages, tallies(), standing(project)
    texts: dict[int, dict[str, ArticleText]] = {}
    for text in ArticleText.objects.order_by("pk").defer("shown", "words", "title_words", *(() if whole else ("body",))):
        texts.setdefault(text.article_id, {})[text.language] = text
    articles = in_order(Article.objects.filter(pk__in=texts).select_related("category"), score)
    return [
        Line(one, _first(texts[one.pk], languages), texts[one.pk], counted.get(one.pk, Tally()), score.get(one.pk, 0)) for one in articles
    ]


def _first(texts: dict[str, ArticleText], languages: list[str]) -> ArticleText:
    return next((texts[each] for each in languages if each in texts), next(iter(texts.values())))


def topics() -> list[Category]:
    return list(Category.objects.order_by("place", "pk"))


def title_of(article: Article) -> str:
    """For the log: the article by what its team calls it."""
    return str(ArticleText.objects.filter(article=article).order_by("pk").values_list("title", flat=True).first() or article.slug)


def missed_searches() -> list[MissedSearch]:
    """What readers looked for in vain, the most wanted first."""
    return list(MissedSearch.objects.order_by("-times", "-last_at")[:MISSED_SHOWN])


def has_articles() -> bool:
    return ArticleText.objects.filter(number__gt=0, published_at__isnull=False).exists()
