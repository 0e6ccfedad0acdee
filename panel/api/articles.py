"""`articles`, `articles/{id}`, `article-topics`: a project's help centre, as its team writes it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.capabilities import Capability, require
from accounts.errors import Invalid
from panel.api.conversations import body_of
from panel.api.door import ProjectView
from widget.help import drafts
from widget.help.access import article_for, category_here
from widget.help.actions.add_article import FIELDS, add_article
from widget.help.actions.edit_article import edit_article, move_article, remove_article
from widget.help.actions.edit_topics import add_topic, edit_topic, move_topic, remove_topic
from widget.help.actions.publish_article import publish_article, withdraw_article
from widget.help.actions.write_article import write_article
from widget.help.languages import centre_of
from widget.help.models import Article, ArticleText, Category
from widget.help.queries import lines, topics
from widget.help.searching import search
from widget.help.shapes import addresses_of, article_shape, one_article, topic_shape
from widget.help.wire import TopicShape

# What a client calls `topic` is the category of the model.
NAMES = {"topic": "category"}
WORDS = {*FIELDS} - {"category"} | {"topic", "published"}
CHANGES = {*WORDS, "position"}


class Articles(ProjectView):
    """GET: all of them, in their order of popularity, or the published ones that `q` finds, the best first.

    POST: one more, a draft unless `published`.
    """

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        addresses, found = addresses_of(self.project), lines(self.project, whole=True)
        if question := request.query_params.get("q", "").strip():
            hits = search(self.project, question, language=addresses.language)
            best = {hit.shown.article.pk: place for place, hit in enumerate(hits)}
            found = sorted((line for line in found if line.article.pk in best), key=lambda line: best[line.article.pk])
        return Response({"results": [article_shape(line, addresses) for line in found], "next": None})

    @transaction.atomic
    def post(self, request: Request) -> Response:
        require(self.actor, Capability.EDIT_PROJECT, self.project)
        body = _named(body_of(request, WORDS))
        published = _switch(body)
        text = add_article(self.actor, self.project, body)
        if published:
            publish_article(self.actor, self.project, text.article, text.language)
        return Response(one_article(self.project, text.article), status=201)


class OneArticle(ProjectView):
    """GET, PATCH (where it stands, and what it says in `language`), DELETE."""

    def get(self, request: Request, article: str) -> Response:
        return Response(one_article(self.project, article_for(self.actor, self.project, article)))

    @transaction.atomic
    def patch(self, request: Request, article: str) -> Response:
        found = article_for(self.actor, self.project, article, needs=Capability.EDIT_PROJECT)
        body = _named(body_of(request, CHANGES))
        published, position = _switch(body), body.pop("position", None)
        words = {name: body.pop(name) for name in drafts.TEXT if name in body}
        language = body.pop("language", None) or _first_language(self.project, found)
        if words:
            write_article(self.actor, self.project, found, language, words)
        if body:
            edit_article(self.actor, self.project, found, body)
        if position is not None:
            move_article(self.actor, self.project, found, to=position)
        if published is not None:
            (publish_article if published else withdraw_article)(self.actor, self.project, found, str(language))
        return Response(one_article(self.project, article_for(self.actor, self.project, article)))

    def delete(self, request: Request, article: str) -> Response:
        remove_article(self.actor, self.project, article_for(self.actor, self.project, article, needs=Capability.EDIT_PROJECT))
        return Response(status=204)


class Topics(ProjectView):
    """GET: in their order. POST: one more, below the others."""

    def get(self, request: Request) -> Response:
        require(self.actor, Capability.READ, self.project)
        return Response({"results": [_topic(one) for one in topics()], "next": None})

    def post(self, request: Request) -> Response:
        require(self.actor, Capability.EDIT_PROJECT, self.project)
        return Response(_topic(add_topic(self.actor, self.project, body_of(request, drafts.CATEGORY))), status=201)


class OneTopic(ProjectView):
    """PATCH (`names`, `icon`, `position`), DELETE once nothing stands under it."""

    def patch(self, request: Request, topic: str) -> Response:
        require(self.actor, Capability.EDIT_PROJECT, self.project)
        found = category_here(topic)
        body = body_of(request, {*drafts.CATEGORY, "position"})
        position = body.pop("position", None)
        if body or position is None:
            found = edit_topic(self.actor, self.project, found, body)
        if position is not None:
            move_topic(self.actor, self.project, found, to=position)
        return Response(_topic(found))

    def delete(self, request: Request, topic: str) -> Response:
        require(self.actor, Capability.EDIT_PROJECT, self.project)
        remove_topic(self.actor, self.project, category_here(topic))
        return Response(status=204)


def _named(body: dict[str, Any]) -> dict[str, Any]:
    return {NAMES.get(name, name): value for name, value in body.items()}


def _switch(body: dict[str, Any]) -> bool | None:
    value = body.pop("published", None)
    if value is not None and not isinstance(value, bool):
        raise Invalid(fields={"published": "This is true or false."})
    return value


def _first_language(project: Any, article: Article) -> str:
    """The centre's first one in which it is written."""
    written = set(ArticleText.objects.filter(article=article).values_list("language", flat=True))
    return next((each for each in centre_of(project).languages if each in written), next(iter(sorted(written))))


def _topic(topic: Category) -> TopicShape:
    position = 1 + [each.pk for each in topics()].index(topic.pk)
    return topic_shape(topic, position, Article.objects.filter(category=topic).count())
