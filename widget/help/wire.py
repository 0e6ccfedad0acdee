"""The shapes of help centres as types alone, which the build turns into TypeScript: no Django is needed to read them."""

from __future__ import annotations

from typing import Any, TypedDict


class ArticleTextShape(TypedDict):
    """An article in one language. `changed`: the draft says something else than what is published, of which readers see `shown_excerpt`."""

    title: str
    excerpt: str
    body: str
    edited_at: str
    edited_by: str
    published: bool
    changed: bool
    published_at: str | None
    shown_excerpt: str
    url: str


class ArticleShape(TypedDict):
    """An article as its team sees it. Readers are different ones of the last 28 days; `score` is what the order goes by."""

    id: str
    slug: str
    topic: str
    position: int
    pin: int | None
    readers: int
    helped: int
    not_helped: int
    score: int
    created_at: str
    texts: dict[str, ArticleTextShape]


class TopicShape(TypedDict):
    id: str
    slug: str
    icon: str
    names: dict[str, str]
    position: int
    articles: int


class HelpLineShape(TypedDict):
    """A published article in a list, in the reader's language."""

    id: str
    title: str
    excerpt: str
    minutes: int
    url: str
    topic: str


class HelpTopicShape(TypedDict):
    id: str
    name: str
    icon: str
    count: int


class HelpHomeShape(TypedDict):
    """What *Help* in the chat begins with."""

    url: str
    topics: list[HelpTopicShape]
    articles: list[HelpLineShape]


class HelpFoundShape(TypedDict):
    articles: list[HelpLineShape]


class HelpArticleShape(HelpLineShape):
    """One to read: `body` is nodes, `["p", {}, "text", ["strong", {}, "more"]]`, never markup."""

    language: str
    author: str
    updated_at: str
    body: list[Any]
