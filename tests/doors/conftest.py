"""What the outsider test needs: a committed cast with a secret in every field, and readers who knock on doors."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.give_grant import give_grant
from accounts.actions.invite_member import invite_member
from accounts.actions.issue_api_key import issue_personal_key
from accounts.actions.request_erasure import request_visitor_erasure
from accounts.actions.start_export import start_export
from accounts.models import Invitation
from accounts.tenancy import account, tenant
from chat import polling, threads, visits
from chat.actions.answer_form import answer_form
from chat.actions.ask_visitor import ask_visitor
from chat.actions.post_message import post_message
from chat.asks import question_of
from chat.models import Conversation
from integrations.actions.connect_integration import connect_integration
from integrations.actions.press import press
from integrations.connectors import connector_named
from tests.cast import Cast, build_cast
from tests.databases import sql
from tests.doors import tally, walls
from tests.doors.readers import Street, gather

SECRET = "SECRET-5d1e"
STAYS_S = 3600  # Vera stays on the page for as long as any class of tests may take

# Every field of Vera's and of her conversation that words can stand in.
_FILL = f"""
UPDATE chat_visitor SET name = 'name {SECRET}', email = 'email {SECRET}', phone = 'phone {SECRET}', external_id = 'id {SECRET}',
    data = '{{"data": "{SECRET}"}}', device = 'device {SECRET}', referrer = 'https://referrer.example/{SECRET}', locale = '{SECRET}',
    pages = '[{{"url": "https://acme.example/{SECRET}", "title": "title {SECRET}", "at": "2026-01-01T00:00:00Z"}}]'
    WHERE id = %(visitor)s;
UPDATE chat_conversation SET subject = 'subject {SECRET}', tags = ARRAY['tag {SECRET}'], rating_score = 5,
    rating_comment = 'comment {SECRET}', last_text = 'last {SECRET}' WHERE id = %(talk)s;
UPDATE chat_message SET text = 'text {SECRET}', data = '{{"event": "{SECRET}"}}' WHERE conversation_id = %(talk)s AND kind <> 'form';
"""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the size of the matrix."""
    for line in tally.table():
        terminalreporter.write_line(line)


HOOK = {"url": "https://partner.example/hooks"}


@pytest.fixture(scope="class")
def built(cloned_database_of_class: str) -> Iterator[Street]:
    """The cast and everybody who knocks, committed, behind the walls that are left."""
    walls.take_down()
    cast = gather(build_cast())
    with tenant(cast.shop):
        talk = Conversation.objects.get(pk=cast.talk.pk)
        post_message(cast.oscar, cast.shop, talk, client_id=uuid.uuid4(), text="A note.", kind="note")
        ask_about(cast, talk)
        start_export(cast.olga, project=cast.shop)
        request_visitor_erasure(cast.olga, cast.shop, cast.vera.public_id, at_once=False)
    with account(cast.shop.account_id):
        invite_member(cast.olga, email=f"{SECRET}@guests.example", role="operator")
        Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))  # it can be sent again at once
        give_grant(cast.olga, project=cast.shop, scope="conversations", reason=f"ticket {SECRET}")
    sql("UPDATE partners_partner SET state = 'approved'", str(connection.settings_dict["NAME"]))
    issue_personal_key(cast.olga, name=f"key {SECRET}")
    with tenant(cast.shop):
        webhook, _ = connect_integration(cast.olga, cast.shop, connector_named("webhook"), name=f"hook {SECRET}", settings=HOOK)
        press(cast.oscar, Conversation.objects.get(pk=cast.talk.pk), webhook, request_id=uuid.uuid4())
    sql(_FILL % {"visitor": cast.vera.pk, "talk": cast.talk.pk}, str(connection.settings_dict["NAME"]))
    page = {"url": f"https://acme.example/{SECRET}", "title": f"here {SECRET}", "at": "2026-01-01T00:00:00Z"}
    visits.arrive(cast.shop.pk, cast.vera.public_id, "tab", {"locale": SECRET, "device": SECRET, "referrer": SECRET}, for_s=STAYS_S)
    visits.walk(cast.shop.pk, cast.vera.public_id, page, for_s=STAYS_S)  # type: ignore[arg-type]
    yield cast
    walls.rebuild()


def ask_about(cast: Cast, talk: Conversation) -> None:
    """Vera is asked twice and has answered once."""
    for name in ("order", "email"):
        question = question_of(cast.shop, {"asks": [name, "consent"], "purpose": f"purpose {SECRET}", "consent": f"words {SECRET}"})
        asked = ask_visitor(cast.oscar, cast.shop, talk, question, client_id=uuid.uuid4())
        if name == "order":
            given = {"order": f"order {SECRET}", "consent": True}
            form_id = (asked.message.data or {})["form_id"]
            answer_form(cast.shop, cast.vera, form_id=form_id, client_id=uuid.uuid4(), answers=given)


@pytest.fixture
def acme(built: Street, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
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
