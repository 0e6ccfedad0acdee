"""Which text of an article a reader sees: their language's, else the first of the centre's languages that has one."""

from __future__ import annotations

from dataclasses import dataclass, field

from accounts.models import Project
from widget.help.models import Article, ArticleText, Category, Centre
from widget.help.popularity import in_order, standing

FALL_BACK = "en"
# Languages that the pages around the articles are translated into, by their own names.
NAMES = {
    "en": "English",
    "ar": "العربية",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "pl": "Polski",
    "pt": "Português",
}


@dataclass(frozen=True)
class Shown:
    """A published article in the language in which this reader sees it."""

    article: Article
    text: ArticleText
    title_words: frozenset[str] = field(default_factory=frozenset)
    words: frozenset[str] = field(default_factory=frozenset)

    @property
    def title(self) -> str:
        return self.text.shown_title

    @property
    def excerpt(self) -> str:
        return self.text.shown_excerpt


def centre_of(project: Project) -> Centre:
    """The open project's; the defaults where nobody has changed anything."""
    found: Centre | None = Centre.objects.filter(project_id=project.pk).first()
    centre = found or Centre(project_id=project.pk)
    centre.languages = centre.languages or [FALL_BACK]
    return centre


def fall_back(centre: Centre, language: str) -> list[str]:
    """Languages in the order in which they are tried."""
    return list(dict.fromkeys([language, *centre.languages]))


def name_in(category: Category, languages: list[str]) -> str:
    """A category's name for a reader."""
    found = (category.names[each] for each in languages if category.names.get(each))
    return str(next(found, None) or next(iter(category.names.values()), category.slug))


def shown_texts(project: Project, language: str, *, words: bool = False) -> list[Shown]:
    """Every published article of the open project, once, in its order of popularity; with what search compares if `words`."""
    languages = fall_back(centre_of(project), language)
    texts: dict[int, ArticleText] = {}
    for text in ArticleText.objects.filter(number__gt=0, published_at__isnull=False).defer(
        "body", "shown", *(() if words else ("title_words", "words"))
    ):
        held = texts.get(text.article_id)
        if text.language in languages and (held is None or languages.index(text.language) < languages.index(held.language)):
            texts[text.article_id] = text
    articles = in_order(Article.objects.filter(pk__in=texts).select_related("category"), standing(project))
    return [_shown(article, texts[article.pk]) if words else Shown(article, texts[article.pk]) for article in articles]


def _shown(article: Article, text: ArticleText) -> Shown:
    title_words = frozenset(text.title_words)
    return Shown(article, text, title_words, title_words | frozenset(text.words))


def text_for(centre: Centre, article: Article, language: str) -> ArticleText | None:
    """The published text that this reader sees; None for an article that nobody may read yet."""
    languages = fall_back(centre, language)
    texts = {text.language: text for text in article.texts.filter(number__gt=0, published_at__isnull=False)}
    return next((texts[each] for each in languages if each in texts), None)
