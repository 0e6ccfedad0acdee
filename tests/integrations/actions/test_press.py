"""The press: once for a request, exactly what was shown, by people who may, and nothing private in it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.access import actor_by_key
from accounts.actions.issue_api_key import issue_api_key
from accounts.actors import Actor, system_actor
from accounts.billing import clock as billing_clock
from accounts.errors import Conflict, Forbidden, Invalid, PlanEnded, Refused
from accounts.models import AuditRecord
from chat.access import read_again
from chat.actions.post_message import post_message
from chat.models import Conversation, Message
from integrations import clock
from integrations.actions.disable_integration import disable_integration
from integrations.actions.press import press, preview
from integrations.models import Delivery, Forward, Integration
from tests.cast import CANARY, Cast
from tests.integrations.plain import Notebook

NOTE = "NOTE-4711 she asked for a discount again"


def say(actor: Actor, cast: Cast, text: str, kind: str = "text") -> None:
    post_message(actor, cast.shop, cast.talk, client_id=uuid.uuid4(), kind=kind, text=text)


def pressed(cast: Cast, fax: Integration, **more: Any) -> tuple[Forward, Delivery]:
    return press(more.pop("actor", cast.oscar), more.pop("talk", cast.talk), fax, **{"request_id": uuid.uuid4(), **more})


class TestPress:
    def test_it_is_written_down_with_who_and_what(self, in_shop: Cast, fax: Integration) -> None:
        forward, delivery = pressed(in_shop, fax)
        body = json.loads(bytes(forward.body))
        assert body["pressed_by"] == {"id": in_shop.oscar.ref, "name": "Oscar"}
        assert [line["text"] for line in body["messages"]] == [f"Do you have blue bowls? {CANARY}"]
        assert (delivery.state, delivery.actor_id, delivery.forward_id) == (Delivery.State.QUEUED, in_shop.oscar.id, forward.pk)
        line = Message.objects.filter(conversation=in_shop.talk, kind="activity").latest("number")
        assert line.data == {"event": "forwarded", "by": "Oscar", "to": fax.name, "forward": str(forward.public_id)}
        assert line.public_number is None, "no visitor hears of it"
        act = AuditRecord.objects.filter(action="forward.pressed").latest("id")
        assert act.data["to"] == fax.name and CANARY not in json.dumps(act.data)

    def test_twice_is_once(self, in_shop: Cast, fax: Integration) -> None:
        """INT7: a double click, or a browser that heard no answer."""
        request = uuid.uuid4()
        first, second = (pressed(in_shop, fax, request_id=request) for _ in range(2))
        assert first[1].pk == second[1].pk and Delivery.objects.count() == Forward.objects.count() == 1
        assert pressed(in_shop, fax)[1].pk != first[1].pk

    def test_what_was_shown_is_what_is_sent(self, in_shop: Cast, fax: Integration) -> None:
        """INT2: byte for byte, or nothing."""
        request = uuid.uuid4()
        prepared, fields, at = preview(in_shop.oscar, in_shop.talk, fax, request_id=request, fields=["messages", "name"])
        forward, _ = pressed(in_shop, fax, request_id=request, fields=fields, shown=(at.isoformat(), prepared.digest))
        assert bytes(forward.body) == prepared.body and forward.url == prepared.url
        assert Forward.objects.count() == 1, "a preview keeps nothing"

    def test_changed_meanwhile_is_not_sent(self, in_shop: Cast, fax: Integration) -> None:
        request = uuid.uuid4()
        prepared, _, at = preview(in_shop.oscar, in_shop.talk, fax, request_id=request)
        say(in_shop.oscar, in_shop, "One moment")
        with pytest.raises(Conflict, match="changed since you looked"):
            pressed(in_shop, fax, talk=read_again(in_shop.talk), request_id=request, shown=(at.isoformat(), prepared.digest))
        assert not Forward.objects.exists()

    @pytest.mark.parametrize("at", ["", "yesterday", None, 7, "2026-01-01T00:00:00", "2031-02-30T00:00:00Z"])
    def test_a_time_that_no_preview_named(self, in_shop: Cast, fax: Integration, at: object) -> None:
        with pytest.raises((Invalid, Conflict)):
            pressed(in_shop, fax, shown=(at, "x"))

    def test_no_note_and_no_activity_is_in_it(self, in_shop: Cast, fax: Integration) -> None:
        """WSS9: whatever is selected."""
        say(in_shop.oscar, in_shop, NOTE, kind="note")
        say(in_shop.oscar, in_shop, "We have six.")
        forward, _ = pressed(in_shop, fax, talk=read_again(in_shop.talk))
        body = bytes(forward.body).decode()
        assert "NOTE-4711" not in body and "activity" not in body and "We have six." in body
        assert [line["number"] for line in json.loads(body)["messages"]] == [1, 2], "a note leaves no gap either"

    def test_only_what_is_selected(self, in_shop: Cast, fax: Integration) -> None:
        forward, _ = pressed(in_shop, fax, fields=["name"])
        body = json.loads(bytes(forward.body))
        assert body["messages"] == [] and body["conversation"] == {} and set(body["visitor"]) == {"id", "verified", "name"}
        with pytest.raises(Invalid):
            pressed(in_shop, fax, fields=["notes"])


class TestWhoMayPress:
    def test_a_viewer_may_not(self, in_shop: Cast, fax: Integration) -> None:
        with pytest.raises(Forbidden):
            pressed(in_shop, fax, actor=in_shop.vic)

    def test_an_outsider_may_not(self, in_shop: Cast, fax: Integration) -> None:
        for outsider in (in_shop.gus, in_shop.lena):
            with pytest.raises(Forbidden):
                pressed(in_shop, fax, actor=outsider)

    def test_no_key_and_no_program(self, in_shop: Cast, fax: Integration) -> None:
        """INT1: also the key of somebody who may."""
        _, secret = issue_api_key(in_shop.olga, name="Script", scopes=["read", "reply", "settings"])
        for actor in (actor_by_key(secret), system_actor(in_shop.shop.account_id), replace(in_shop.oscar, kind="visitor")):
            with pytest.raises(Refused) as refused:
                pressed(in_shop, fax, actor=actor)
            assert refused.value.code == "press_needs_operator"

    def test_not_without_the_plan(self, in_shop: Cast, fax: Integration, monkeypatch: pytest.MonkeyPatch) -> None:
        later = clock.now() + timedelta(days=30)
        monkeypatch.setattr(billing_clock, "now", lambda: later)
        with pytest.raises(PlanEnded):
            pressed(in_shop, fax)

    def test_not_while_it_is_switched_off(self, in_shop: Cast, fax: Integration) -> None:
        off = disable_integration(in_shop.olga, fax, reason="Moving")
        with pytest.raises(Conflict, match="Moving"):
            pressed(in_shop, off)


class TestTheWall:
    """What Postgres itself refuses, whatever program asks."""

    @pytest.mark.parametrize("actor", ["null", "0", "vic", "emil", "gus", "lena"])
    def test_no_delivery_without_an_operator_of_this_project(self, in_shop: Cast, fax: Integration, actor: str) -> None:
        forward, _ = pressed(in_shop, fax)
        who = {"null": None, "0": 0}.get(actor, in_shop.members[actor].pk if actor in in_shop.members else None)
        for table, columns in (("delivery", "forward_id, conversation_id, state, tries, reason, detail, created_at, public_id"),):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO integrations_{table} (project_id, integration_id, actor_name, actor_id, {columns})"
                    " VALUES (%s, %s, 'x', %s, %s, 1, 'queued', 0, '', '', now(), gen_random_uuid())",
                    [in_shop.shop.pk, fax.pk, who, forward.pk],
                )
        assert Delivery.objects.count() == 1

    @pytest.mark.parametrize(
        "statement",
        ["UPDATE integrations_delivery SET actor_id = 1", "UPDATE integrations_forward SET actor_id = 1",
         "DELETE FROM integrations_delivery", "DELETE FROM integrations_forward", "DELETE FROM integrations_attempt",
         "UPDATE integrations_attempt SET status = 200"],
    )  # fmt: skip
    def test_who_pressed_is_never_changed_and_nothing_is_deleted(self, in_shop: Cast, fax: Integration, statement: str) -> None:
        pressed(in_shop, fax)
        with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)

    def test_one_producer(self) -> None:
        """Nothing else in the code makes a forward or a delivery."""
        from tests.boot import ROOT

        makers = set()
        for folder in ("accounts", "chat", "widget", "panel", "integrations", "config"):
            for file in (ROOT / folder).rglob("*.py"):
                text = file.read_text(encoding="utf-8")
                if any(
                    f"{model}{how}" in text
                    for model in ("Forward", "Delivery")
                    for how in ("(\n", "(project", ".objects.create", ".objects.bulk_create")
                ):
                    makers.add(str(file.relative_to(ROOT)))
        assert makers - {"integrations/models/forward.py", "integrations/models/delivery.py"} == {"integrations/actions/press.py"}


def test_a_notebook_is_not_sent_to_by_a_press_alone(in_shop: Cast, fax: Integration, notebook: Notebook) -> None:
    """The press writes; the worker sends, after the commit."""
    pressed(in_shop, fax)
    assert notebook.sent == []
    assert Conversation.objects.get(pk=in_shop.talk.pk).status == "open"
