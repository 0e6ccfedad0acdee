"""What the outsider test needs: a committed cast with a secret in every field, and readers who knock on doors."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
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
from chat.actions.edit_departments import add_department
from chat.actions.edit_desk import edit_desk
from chat.actions.edit_prepared import add_canned_reply, add_macro, add_saved_view
from chat.actions.edit_special_days import set_special_day
from chat.actions.edit_tags import add_tag
from chat.actions.give_consent import Origin, give_consent
from chat.actions.post_message import post_message
from chat.asks import consent_of, question_of
from chat.models import Attachment, Conversation, Tagging, Turn
from integrations.actions.connect_integration import connect_integration
from integrations.actions.press import press
from integrations.connectors import connector_named
from panel.imports.actions.start_import import start_import
from tests.cast import Cast, build_cast
from tests.databases import sql
from tests.doors import tally, walls
from tests.doors.readers import Street, gather
from tests.doors.reports import be_reported
from widget.help.actions.add_article import add_article
from widget.help.actions.edit_topics import add_topic
from widget.help.actions.publish_article import publish_article
from widget.help.actions.set_centre import set_centre
from widget.help.actions.write_article import write_article
from widget.mail.models import Arrival
from widget.mail.reply_addresses import address_for
from widget.rules.actions.add_rule import add_rule

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
UPDATE chat_message SET text = 'text {SECRET}', data = '{{"event": "{SECRET}", "files": 1}}'
    WHERE conversation_id = %(talk)s AND kind <> 'form';
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
        mail_about(cast, talk)
        receive(cast, talk)
        start_export(cast.olga, project=cast.shop)
        request_visitor_erasure(cast.olga, cast.shop, cast.vera.public_id, at_once=False)
    with account(cast.shop.account_id):
        start_import(cast.olga, file=BytesIO(b"PK"), size=2, name=f"{SECRET}.zip")
    with tenant(cast.shop):
        file_of(cast)
        prepare(cast)
    with account(cast.shop.account_id):
        invite_member(cast.olga, email=f"{SECRET}@guests.example", role="operator")
        Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))  # it can be sent again at once
        give_grant(cast.olga, project=cast.shop, scope="conversations", reason=f"ticket {SECRET}")
    sql("UPDATE partners_partner SET state = 'approved'", str(connection.settings_dict["NAME"]))
    issue_personal_key(cast.olga, name=f"key {SECRET}")
    with tenant(cast.shop):
        webhook, _ = connect_integration(cast.olga, cast.shop, connector_named("webhook"), name=f"hook {SECRET}", settings=HOOK)
        # Its text is public by its purpose: every visitor reads it.
        add_rule(cast.olga, cast.shop, {"name": f"rule {SECRET}", "text": "Any questions?", "tag": "pre-sale"})
        write_help(cast)
        press(cast.oscar, Conversation.objects.get(pk=cast.talk.pk), webhook, request_id=uuid.uuid4())
    sql(_FILL % {"visitor": cast.vera.pk, "talk": cast.talk.pk}, str(connection.settings_dict["NAME"]))
    be_reported(cast)
    page = {"url": f"https://acme.example/{SECRET}", "title": f"here {SECRET}", "at": "2026-01-01T00:00:00Z"}
    visits.arrive(cast.shop.pk, cast.vera.public_id, "tab", {"locale": SECRET, "device": SECRET, "referrer": SECRET}, for_s=STAYS_S)
    visits.walk(cast.shop.pk, cast.vera.public_id, page, for_s=STAYS_S)  # type: ignore[arg-type]
    yield cast
    walls.rebuild()


def write_help(cast: Cast) -> None:
    """An article that everybody may read, and a draft of it in another language that nobody may."""
    set_centre(cast.olga, cast.shop, {"open": True, "languages": ["en", "de"]})
    topic = add_topic(cast.olga, cast.shop, {"names": {"en": "Care"}})
    plates = add_article(cast.olga, cast.shop, {"title": "Plates", "body": "Every day.", "category": str(topic.public_id)}).article
    publish_article(cast.olga, cast.shop, plates, "en")
    write_article(cast.olga, cast.shop, plates, "de", {"title": f"Teller {SECRET}", "body": f"Jeden Tag {SECRET}."})


def file_of(cast: Cast) -> None:
    """Vera has sent a file, which was looked at."""
    said = {"author_kind": "visitor", "author_id": cast.vera.pk, "client_id": uuid.uuid4(), "key": f"key-{SECRET}", "held": 5}
    row = Attachment(project=cast.shop, name=f"file {SECRET}.txt", type="text/plain", size=5, state="ready", **said)
    row.conversation_id, row.number = cast.talk.pk, 1
    row.save(force_insert=True)


def prepare(cast: Cast) -> None:
    """The shop has one of everything that a team works with."""
    tag = add_tag(cast.olga, cast.shop, name=f"word {SECRET}")
    Tagging(project=cast.shop, tag=tag, conversation=cast.talk).save(force_insert=True)
    add_canned_reply(cast.olga, cast.shop, {"shortcut": "hello", "text": f"hello {SECRET}", "own": False})
    add_macro(cast.olga, cast.shop, {"name": f"macro {SECRET}", "does": {"priority": 1}})
    add_saved_view(cast.olga, cast.shop, {"name": f"view {SECRET}", "wants": {"priority": "1"}, "own": False})


def receive(cast: Cast, talk: Conversation) -> None:
    """The shop has hours, a department with Vera's conversation in it, and words that she agreed to."""
    edit_desk(cast.olga, cast.shop, consent_text="Words to agree to", away_text="Away", rating=True)
    set_special_day(cast.olga, cast.shop, day=timezone.now().date(), name="A day off", open_at=[])
    department = add_department(cast.olga, cast.shop, name="Orders", offered=False, members=[cast.oscar.ref])
    Turn(project=cast.shop, member=cast.members["oscar"], given_at=timezone.now()).save(force_insert=True)
    version = consent_of("Words to agree to")["version"]
    give_consent(cast.shop, cast.vera, version=version, agreed=True, origin=Origin(f"https://acme.example/{SECRET}", "203.0.113.9"))
    edit_desk(cast.olga, cast.shop, consent_text="", away_text="")
    Conversation.objects.filter(pk=talk.pk).update(department=department)


def ask_about(cast: Cast, talk: Conversation) -> None:
    """Vera is asked twice and has answered once."""
    for name in ("order", "email"):
        question = question_of(cast.shop, {"asks": [name, "consent"], "purpose": f"purpose {SECRET}", "consent": f"words {SECRET}"})
        asked = ask_visitor(cast.oscar, cast.shop, talk, question, client_id=uuid.uuid4())
        if name == "order":
            given = {"order": f"order {SECRET}", "consent": True}
            form_id = (asked.message.data or {})["form_id"]
            answer_form(cast.shop, cast.vera, form_id=form_id, client_id=uuid.uuid4(), answers=given)


def mail_about(cast: Cast, talk: Conversation) -> None:
    """A mail that came for Vera's conversation."""
    address = address_for(cast.shop, Conversation.objects.select_related("visitor").get(pk=talk.pk), f"{SECRET}@vera.example")
    assert address is not None
    kept = {"sender": f"{SECRET}@vera.example", "subject": f"Re: {SECRET}", "original": f"whole {SECRET}", "arrived_at": timezone.now()}
    arrival = Arrival(project=cast.shop, address=address, conversation=talk, key="k", outcome="taken", number=1, **kept)
    arrival.save(force_insert=True)


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
