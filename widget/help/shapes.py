"""Makes the shapes of a help centre from its rows."""

from __future__ import annotations

from accounts.models import Project
from chat.times import rfc3339
from widget.help.addresses import Addresses
from widget.help.languages import Shown, centre_of, name_in, shown_texts
from widget.help.models import Article, ArticleText, Category
from widget.help.nodes import led
from widget.help.pictures import pictures_in
from widget.help.popularity import standing
from widget.help.queries import Line, Tally, has_articles, tallies, topics
from widget.help.wire import (
    ArticleShape,
    ArticleTextShape,
    HelpArticleShape,
    HelpHomeShape,
    HelpLineShape,
    HelpTopicShape,
    TopicShape,
)

MOST_READ = 6


def article_shape(line: Line, addresses: Addresses) -> ArticleShape:
    article, tally = line.article, line.tally
    return {
        "id": str(article.public_id),
        "slug": article.slug,
        "topic": str(article.category.public_id),
        "position": article.place,
        "pin": article.pin,
        "readers": tally.readers,
        "helped": tally.yes,
        "not_helped": tally.no,
        "score": line.score,
        "created_at": rfc3339(article.created_at),
        "texts": {language: text_shape(text, article, addresses) for language, text in line.texts.items()},
    }


def text_shape(text: ArticleText, article: Article, addresses: Addresses) -> ArticleTextShape:
    return {
        "title": text.title,
        "excerpt": text.excerpt,
        "body": text.body,
        "edited_at": rfc3339(text.edited_at),
        "edited_by": text.edited_by,
        "published": text.published,
        "changed": text.changed,
        "published_at": rfc3339(text.published_at),
        "shown_excerpt": text.shown_excerpt if text.published else "",
        "url": addresses.article(article.slug, text.language),
    }


def one_article(project: Project, article: Article) -> ArticleShape:
    """As REST shows a single one, whatever else there is."""
    texts = {text.language: text for text in ArticleText.objects.filter(article=article).order_by("pk")}
    tally, score = tallies().get(article.pk, Tally()), standing(project).get(article.pk, 0)
    return article_shape(Line(article, next(iter(texts.values())), texts, tally, score), addresses_of(project))


def addresses_of(project: Project, language: str = "") -> Addresses:
    centre = centre_of(project)
    return Addresses(project, centre, language if language in centre.languages else centre.languages[0])


def root_here(project: Project) -> str:
    """Where the open project's help centre begins; "" while there is nothing to read."""
    return addresses_of(project).root if centre_of(project).open and has_articles() else ""


def topic_shape(topic: Category, position: int, articles: int) -> TopicShape:
    return {
        "id": str(topic.public_id),
        "slug": topic.slug,
        "icon": topic.icon,
        "names": topic.names,
        "position": position,
        "articles": articles,
    }


def line_shape(shown: Shown, addresses: Addresses) -> HelpLineShape:
    languages = [addresses.language, *addresses.centre.languages]
    return {
        "id": str(shown.article.public_id),
        "title": shown.title,
        "excerpt": shown.excerpt,
        "minutes": shown.text.minutes,
        "url": addresses.article(shown.article.slug),
        "topic": name_in(shown.article.category, languages),
    }


def home_shape(project: Project, language: str) -> HelpHomeShape:
    addresses = addresses_of(project, language)
    shown = shown_texts(project, addresses.language)
    counts: dict[int, int] = {}
    for each in shown:
        counts[each.article.category_id] = counts.get(each.article.category_id, 0) + 1
    mine: list[HelpTopicShape] = [
        {
            "id": str(one.public_id),
            "name": name_in(one, [addresses.language, *addresses.centre.languages]),
            "icon": one.icon,
            "count": counts[one.pk],
        }
        for one in topics()
        if one.pk in counts
    ]
    return {"url": addresses.home, "topics": mine, "articles": [line_shape(each, addresses) for each in shown[:MOST_READ]]}


def read_shape(project: Project, article: Article, text: ArticleText, language: str) -> HelpArticleShape:
    addresses = addresses_of(project, language)
    nodes = led(text.shown, addresses.article, pictures_in(project, text.shown))
    return {
        **line_shape(Shown(article, text), addresses),
        "language": text.language,
        "author": text.published_by.split(" ")[0],
        "updated_at": rfc3339(text.published_at) or "",
        "body": nodes,
    }
