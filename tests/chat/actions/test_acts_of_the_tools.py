"""What is changed about the words a team works with, and about what was said, stands in the audit log: each act once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AuditRecord
from chat.actions.edit_message import edit_message, remove_message
from chat.actions.edit_prepared import (
    add_canned_reply,
    add_macro,
    add_saved_view,
    edit_canned_reply,
    edit_macro,
    edit_saved_view,
    remove_prepared,
)
from chat.actions.edit_tags import add_tag, edit_tag, remove_tag
from chat.actions.post_message import post_message
from tests.cast import Cast


def reply(cast: Cast) -> Any:
    return add_canned_reply(cast.olga, cast.shop, {"shortcut": "hi", "text": "Hello", "own": False})


def macro(cast: Cast) -> Any:
    return add_macro(cast.olga, cast.shop, {"name": "Good-bye", "does": {"status": "closed"}})


def view(cast: Cast) -> Any:
    return add_saved_view(cast.olga, cast.shop, {"name": "Waiting", "wants": {"status": "open"}, "own": False})


def tag(cast: Cast) -> Any:
    return add_tag(cast.olga, cast.shop, name="pre-sale")


def number(cast: Cast) -> int:
    return post_message(cast.olga, cast.shop, cast.talk, client_id=uuid.uuid4(), text="Helo").message.number


ACTS: dict[str, Callable[[Cast], object]] = {
    "canned_reply.edited": lambda cast: edit_canned_reply(cast.olga, cast.shop, reply(cast), {"text": "Hello there"}),
    "canned_reply.removed": lambda cast: remove_prepared(cast.olga, cast.shop, reply(cast)),
    "macro.added": macro,
    "macro.edited": lambda cast: edit_macro(cast.olga, cast.shop, macro(cast), {"name": "Bye"}),
    "macro.removed": lambda cast: remove_prepared(cast.olga, cast.shop, macro(cast)),
    "saved_view.added": view,
    "saved_view.edited": lambda cast: edit_saved_view(cast.olga, cast.shop, view(cast), {"name": "Still waiting"}),
    "saved_view.removed": lambda cast: remove_prepared(cast.olga, cast.shop, view(cast)),
    "tag.added": tag,
    "tag.edited": lambda cast: edit_tag(cast.olga, cast.shop, tag(cast), name="Pre-sale"),
    "tag.removed": lambda cast: remove_tag(cast.olga, cast.shop, tag(cast)),
    "message.edited": lambda cast: edit_message(cast.olga, cast.shop, cast.talk, number=number(cast), text="Hello"),
    "message.removed": lambda cast: remove_message(cast.olga, cast.shop, cast.talk, number=number(cast)),
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_is_written_down_once(in_shop: Cast, act: str) -> None:
    ACTS[act](in_shop)
    assert [record.actor_id for record in AuditRecord.objects.filter(action=act)] == [in_shop.olga.ref]
