"""One of everything that a team works with, for whoever asks the REST API: its ids, and bodies that can be taken."""

from __future__ import annotations

import uuid
from typing import Any

from accounts.tenancy import tenant
from chat.actions.edit_prepared import add_canned_reply, add_macro, add_saved_view
from chat.actions.edit_tags import add_tag
from chat.actions.merge_conversations import merge_conversations
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.register_visitor import register_visitor
from chat.models import Conversation
from chat.tokens import mint_token
from tests.cast import Cast


def work_of(cast: Cast) -> dict[str, str]:
    """By the names of places in addresses. `merged` is merged into `into`."""
    with tenant(cast.shop):
        note = post_message(cast.olga, cast.shop, cast.talk, client_id=uuid.uuid4(), text="A note", kind="note")
        merged, into = (_talk(cast, name) for name in ("Nora", "Nina"))
        merge_conversations(cast.olga, cast.shop, merged, into=into)
        rows: dict[str, Any] = {
            "tag": add_tag(cast.olga, cast.shop, name="gift wrap"),
            "reply": add_canned_reply(cast.olga, cast.shop, {"shortcut": "hi", "text": "Hello", "own": False}),
            "macro": add_macro(cast.olga, cast.shop, {"name": "Urgent", "does": {"priority": 2}}),
            "view": add_saved_view(cast.olga, cast.shop, {"name": "Urgent", "wants": {"priority": "2"}, "own": False}),
            "merged": merged,
            "into": into,
        }
    return {"number": str(note.message.number), **{name: str(row.public_id) for name, row in rows.items()}}


def _talk(cast: Cast, name: str) -> Conversation:
    visitor = register_visitor(cast.shop, mint_token(cast.shop), name=name)
    return post_visitor_message(cast.shop, visitor, client_id=uuid.uuid4(), text="Hello").conversation


# By method and the last part of the address.
BODIES_OF_WORK: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "bulk"): {"changes": [{"conversation": "{conversation}", "priority": 1, "add_tags": ["pre-sale"]}]},
    ("post", "merged"): {"into": "{into}"},
    ("patch", "{number}"): {"text": "Corrected"},
    ("post", "tags"): {"name": "pre-sale", "hue": 2},
    ("patch", "{tag}"): {"hue": 1},
    ("post", "canned-replies"): {"shortcut": "late", "text": "Sorry for that", "own": False},
    ("patch", "{reply}"): {"text": "Hi"},
    ("post", "macros"): {"name": "Close", "does": {"status": "closed"}},
    ("patch", "{macro}"): {"name": "Very urgent"},
    ("post", "run"): {"conversation": "{conversation}", "client_id": str(uuid.UUID(int=5))},
    ("post", "views"): {"name": "Low", "wants": {"priority": "-1"}, "own": False},
    ("patch", "{view}"): {"name": "Very urgent"},
}
