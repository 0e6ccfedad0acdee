"""A shop with one of everything, its export, and archives that lie."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from accounts.actions.edit_project import edit_project
from accounts.actions.make_export import make_export
from accounts.actions.start_export import start_export
from accounts.export_files import place
from accounts.models import Export, Project
from accounts.tenancy import account, tenant
from chat.actions.answer_form import answer_form
from chat.actions.ask_visitor import ask_visitor
from chat.actions.ban import ban
from chat.actions.edit_departments import add_department
from chat.actions.edit_desk import edit_desk
from chat.actions.edit_message import edit_message, remove_message
from chat.actions.edit_prepared import add_canned_reply, add_macro, add_saved_view
from chat.actions.edit_special_days import set_special_day
from chat.actions.edit_tags import add_tag
from chat.actions.follow_page import keep_consent, set_attributes, track_event
from chat.actions.give_consent import Origin, give_consent
from chat.actions.mark_read import mark_read_by_operator
from chat.actions.merge_conversations import merge_conversations
from chat.actions.post_files import WithFiles, post_files
from chat.actions.post_message import post_message
from chat.actions.post_quoting import Quoting, post_quoting
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.rate_conversation import rate_conversation
from chat.actions.tag_conversation import tag_conversation
from chat.asks import question_of
from chat.desk import desk_of
from chat.entry import wanted_consent
from chat.models import Attachment, Conversation, Message
from panel.reports.actions.note_attendance import put_minute
from tests.cast import Cast
from tests.chat.files.samples import picture
from tests.chat.files.sending import sent
from tests.widget.help.world import article, topic
from widget.help.actions.add_picture import add_picture
from widget.help.actions.set_centre import set_centre
from widget.help.actions.write_article import write_article
from widget.help.searching import note_missed
from widget.rules.actions.add_rule import add_rule
from widget.rules.actions.note_rule import note_rule
from widget.rules.actions.set_manners import set_manners

TEXT = b"Five chairs, one is small.\n"


@pytest.fixture(autouse=True)
def places(tmp_path: Path) -> Iterator[Path]:
    with override_settings(EXPORT_DIR=str(tmp_path / "exports"), FILES_BUCKET="", FILES_DIR=str(tmp_path / "files")):
        yield tmp_path


@pytest.fixture
def furnished(cast: Cast) -> Cast:
    """The shop with everything that an import takes."""
    with tenant(cast.shop):
        edit_project(cast.olga, cast.shop, greeting="Grüß Gott 👋", color="#112233", ask_first=True)
        _talk(cast)
        _desk(cast)
        _help(cast)
        rule = add_rule(cast.olga, cast.shop, {"name": "Hello", "text": "Any questions?", "tag": "vip"})
        note_rule(cast.shop, rule, cast.vera.public_id, "shown")
        set_manners(cast.olga, cast.shop, a_visit=2, a_week=5, zone="Europe/Prague")
        put_minute(cast.shop, cast.oscar.id, timezone.now())
    return cast


def _help(cast: Cast) -> None:
    data = picture(size=(50, 30))
    shown = add_picture(cast.olga, cast.shop, file=io.BytesIO(data), size=len(data), name="plate.png")
    body = f"Every **day**, [here](https://a.example).\n\n![A plate](picture:{shown.public_id})\n\nAs above."
    set_centre(cast.olga, cast.shop, {"languages": ["en", "de"]})
    plates = article(cast.olga, cast.shop, "Plates", under=topic(cast.olga, cast.shop), body=body)
    write_article(cast.olga, cast.shop, plates, "de", {"title": "Teller", "body": "Noch nicht fertig."})
    note_missed(cast.shop, "cast iron pans", language="en")


def _talk(cast: Cast) -> None:
    shop, talk = cast.shop, Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)
    said = {word: post_message(cast.oscar, shop, talk, client_id=uuid.uuid4(), text=word).message for word in ("Yes", "Oh", "Bye")}
    edit_message(cast.oscar, shop, talk, number=said["Oh"].number, text="Oh, three left")
    remove_message(cast.oscar, shop, talk, number=said["Bye"].number)
    post_message(cast.oscar, shop, talk, client_id=uuid.uuid4(), text="A private note", kind="note")
    file = sent(cast.oscar, shop, TEXT, "chairs.txt")
    post_files(cast.oscar, shop, talk, client_id=uuid.uuid4(), said=WithFiles("Here", (file.public_id,)))
    question = question_of(shop, {"asks": ["order"], "purpose": "to look it up"})
    asked = ask_visitor(cast.oscar, shop, talk, question, client_id=uuid.uuid4())
    form_id = (asked.message.data or {})["form_id"]
    answer_form(shop, cast.vera, form_id=form_id, client_id=uuid.uuid4(), answers={"order": "A-17"})
    add_tag(cast.olga, shop, name="vip")
    tag_conversation(cast.oscar, shop, talk, tags=["vip"])
    mark_read_by_operator(cast.oscar, shop, Conversation.objects.get(pk=talk.pk), number=3)
    post_quoting(cast.oscar, shop, talk, client_id=uuid.uuid4(), said=Quoting("That one", "text", said["Yes"].number))
    rate_conversation(shop, talk, client_id=uuid.uuid4(), score=4, comment="Quick")
    set_attributes(shop, cast.vera.public_id, cast.vera, {"plan": "pro", "seats": 3, "beta": True})
    track_event(shop, cast.vera.public_id, cast.vera, "Looked at chairs", {"count": 2})
    keep_consent(shop, cast.vera.public_id, cast.vera, True)
    other = post_visitor_message(shop, cast.wanda, client_id=uuid.uuid4(), text="It is me again").conversation
    merge_conversations(cast.olga, shop, other, into=Conversation.objects.get(pk=talk.pk))
    ban(cast.oscar, shop, target=str(cast.wanda.public_id), reason="spam", until=timezone.now() + timedelta(days=1))


def _desk(cast: Cast) -> None:
    shop = cast.shop
    edit_desk(cast.olga, shop, away_text="Back soon", rating=True, consent_text="We keep what you write.")
    words = wanted_consent(desk_of(shop))
    assert words is not None
    give_consent(shop, cast.vera, version=words["version"], agreed=True, origin=Origin("https://acme.example/", "10.0.0.1"))
    set_special_day(cast.olga, shop, day=timezone.now().date(), name="A day off", open_at=[])
    department = add_department(cast.olga, shop, name="Orders", offered=False, members=[cast.oscar.ref])
    Conversation.objects.filter(pk=cast.talk.pk).update(department=department, assignee=cast.members["oscar"])
    add_canned_reply(cast.olga, shop, {"shortcut": "hello", "text": "hello {name}", "own": False})
    add_canned_reply(cast.oscar, shop, {"shortcut": "mine", "text": "my words", "own": True})
    add_macro(cast.olga, shop, {"name": "Pass on", "does": {"priority": 1, "department": str(department.public_id)}})
    add_saved_view(cast.olga, shop, {"name": "Urgent", "wants": {"priority": "1"}, "own": False})


def exported(cast: Cast, project: Project) -> bytes:
    """The ZIP of a project."""
    with tenant(project):
        row = start_export(cast.olga, project=project)
    make_export(row.account_id, row.pk)
    with account(row.account_id):
        row = Export.objects.get(pk=row.pk)
    assert row.state == "ready"
    file = place().open(row)
    assert file is not None
    with file:
        return file.read()


def entries(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def pending_files(project: Project) -> list[int]:
    with tenant(project):
        return list(Attachment.objects.filter(state="pending").values_list("pk", flat=True))


def messages_of(project: Project) -> list[Any]:
    with tenant(project):
        return list(Message.objects.order_by("conversation_id", "number").values_list("number", "kind", "text", "deleted"))
