"""A help centre to read: topics and articles, written and published by the product's own actions."""

from __future__ import annotations

from typing import Any

from accounts.actors import Actor
from accounts.models import Project
from widget.help.actions.add_article import add_article
from widget.help.actions.edit_topics import add_topic
from widget.help.actions.publish_article import publish_article
from widget.help.models import Article, Category

# What a person's browser calls itself; a number makes another one of it.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PLATES = """Yes. Our ash glaze takes a dishwasher every day.

## How to keep it matte

- Use the lower rack, below 60 °C.

> [!NOTE]
> Gold rims are different: see [delivery](delivery-times.md#by-post).
"""


def topic(actor: Actor, project: Project, name: str = "Care and glaze") -> Category:
    return add_topic(actor, project, {"names": {"en": name}, "icon": "pot"})


def article(actor: Actor, project: Project, title: str, *, under: Category, body: str = "Something to read.", **more: Any) -> Article:
    """A published one."""
    draft = {"title": title, "body": body, "category": str(under.public_id), **more}
    text = add_article(actor, project, draft)
    publish_article(actor, project, text.article, text.language)
    return text.article


def reader(number: int) -> dict[str, str]:
    """Somebody with an address of their own."""
    return {"REMOTE_ADDR": f"10.0.{number // 200}.{number % 200 + 1}", "HTTP_USER_AGENT": BROWSER, "SERVER_NAME": "localhost"}
