"""What the doors of the help centre take."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from panel.api.schema import Words
from panel.api.shapes import Id

Language = Literal["en", "ar", "de", "es", "fr", "pl", "pt"]
TopicIcon = Literal["book", "bag", "truck", "replay", "pot", "people", "key", "bell", "chat", "shield"]
Title = Annotated[str, Words(minLength=1, maxLength=160)]
Excerpt = Annotated[str, Words(maxLength=200, description="What stands under the title; empty: the first words.")]
Body = Annotated[str, Words(maxLength=40_000, description="Markdown. Pictures are named as `picture:<id>`.")]
Pin = Annotated[int, Words(minimum=1, maximum=9)]


class ArticleChanges(TypedDict, total=False):
    """`title`, `excerpt`, `body` and `published` are of `language`; without it of the first one that the article has."""

    language: Language
    title: Title
    excerpt: Excerpt
    body: Body
    published: bool
    slug: Annotated[str, Words(minLength=3, maxLength=80)]
    topic: Id
    pin: Pin | None
    position: Annotated[int, Words(minimum=1, maximum=9_999)]


class NewArticle(TypedDict):
    title: Title
    topic: Id
    language: NotRequired[Language]
    excerpt: NotRequired[Excerpt]
    body: NotRequired[Body]
    published: NotRequired[bool]
    slug: NotRequired[Annotated[str, Words(minLength=3, maxLength=80)]]
    pin: NotRequired[Pin | None]


class TopicChanges(TypedDict, total=False):
    """`names` by language."""

    names: dict[str, str]
    icon: TopicIcon
    position: Annotated[int, Words(minimum=1, maximum=9_999)]


class NewTopic(TypedDict):
    names: dict[str, str]
    icon: NotRequired[TopicIcon]
