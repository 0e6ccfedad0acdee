"""One of everything of the help centre, for whoever asks the REST API: its ids, and bodies that can be taken."""

from __future__ import annotations

from typing import Any

from accounts.tenancy import tenant
from tests.cast import Cast
from widget.help.actions.add_article import add_article
from widget.help.actions.edit_topics import add_topic


def help_of(cast: Cast) -> dict[str, str]:
    """By the names of places in addresses. Nothing stands under `topic`."""
    with tenant(cast.shop):
        delivery, topic = (add_topic(cast.olga, cast.shop, {"names": {"en": name}}) for name in ("Delivery", "Returns"))
        text = add_article(cast.olga, cast.shop, {"title": "Delivery times", "category": str(delivery.public_id), "body": "Two days."})
        return {"article": str(text.article.public_id), "topic": str(topic.public_id)}


# By method and the last part of the address.
BODIES_OF_HELP: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "articles"): {"title": "Sending back", "topic": "{topic}", "body": "Within **30 days**."},
    ("patch", "{article}"): {"title": "How long delivery takes", "published": True},
    ("post", "article-topics"): {"names": {"en": "Payment", "de": "Zahlung"}},
    ("patch", "{topic}"): {"names": {"en": "Sending back"}},
}
