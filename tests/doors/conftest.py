"""What the outsider test needs: a committed cast with a secret in every field, and readers who knock on doors."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from accounts.tenancy import tenant
from chat import polling, threads, visits
from chat.actions.post_message import post_message
from chat.models import Conversation
from tests.cast import Cast, build_cast
from tests.databases import sql
from tests.doors import walls

SECRET = "SECRET-5d1e"

# Every field of Vera's and of her conversation that words can stand in.
_FILL = f"""
UPDATE chat_visitor SET name = 'name {SECRET}', email = 'email {SECRET}', phone = 'phone {SECRET}', external_id = 'id {SECRET}',
    data = '{{"data": "{SECRET}"}}', device = 'device {SECRET}', referrer = 'https://referrer.example/{SECRET}', locale = '{SECRET}',
    pages = '[{{"url": "https://acme.example/{SECRET}", "title": "title {SECRET}", "at": "2026-01-01T00:00:00Z"}}]'
    WHERE id = %(visitor)s;
UPDATE chat_conversation SET subject = 'subject {SECRET}', tags = ARRAY['tag {SECRET}'], rating_score = 5,
    rating_comment = 'comment {SECRET}', last_text = 'last {SECRET}' WHERE id = %(talk)s;
UPDATE chat_message SET text = 'text {SECRET}', data = '{{"event": "{SECRET}"}}' WHERE conversation_id = %(talk)s;
"""


@pytest.fixture(scope="class")
def built(cloned_database_of_class: str) -> Iterator[Cast]:
    """The cast, committed, behind the walls that are left."""
    walls.take_down()
    cast = build_cast()
    with tenant(cast.shop):
        talk = Conversation.objects.get(pk=cast.talk.pk)
        post_message(cast.oscar, cast.shop, talk, client_id=uuid.uuid4(), text="A note.", kind="note")
    sql(_FILL % {"visitor": cast.vera.pk, "talk": cast.talk.pk}, str(connection.settings_dict["NAME"]))
    page = {"url": f"https://acme.example/{SECRET}", "title": f"here {SECRET}", "at": "2026-01-01T00:00:00Z"}
    visits.arrive(cast.shop.pk, cast.vera.public_id, "tab", {"locale": SECRET, "device": SECRET, "referrer": SECRET})
    visits.walk(cast.shop.pk, cast.vera.public_id, page)  # type: ignore[arg-type]
    yield cast
    walls.rebuild()


@pytest.fixture
def acme(built: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The cast for one test: what it changes is rolled back. The doors that wait run on this thread and its transaction."""
    monkeypatch.setattr(threads, "run", _run_here)
    monkeypatch.setattr(polling, "hub", QuietHub)
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


async def _run_here(function: Any, *args: Any, **kwargs: Any) -> Any:
    return await sync_to_async(function, thread_sensitive=True)(*args, **kwargs)


class QuietHub:
    """A hub where nothing rings."""

    async def attach(self, group: str, sink: Any) -> bool:
        return True

    def detach(self, group: str, sink: Any) -> None:
        return None
