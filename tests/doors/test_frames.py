"""The outsider test over the frames of both sockets: every frame, every reader."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import transaction

from accounts.errors import NotFound, Refused, SignInAgain
from accounts.tenancy import tenant
from chat.consumers import refusal_shape
from chat.models import Conversation, Form
from config.sockets import SOCKETS
from panel import commands as panel
from panel.session import OperatorSession
from panel.session import open_session as open_operator
from tests.cast import CANARY, Cast
from tests.doors import tally
from tests.doors.conftest import SECRET
from tests.doors.readers import DEAD_KEYS, KEYS, READERS, Street, actors_behind
from widget import commands as widget
from widget.session import VisitorSession
from widget.session import open_session as open_visitor

# Who comes in at the panel's socket, and for whom its door stays shut, with what is said there.
SHUT = {
    **dict.fromkeys(("nobody", "wanda", *DEAD_KEYS), "sign_in"),
    **dict.fromkeys(("emil", "pia", "sue", "tom", "key_blind"), "not_found"),
}
ELSEWHERE = ("gus", "key_gus", "lena", "service_outlet")
VIEWERS = ("vic", "key_read", "key_vic")
OPERATORS = ("oscar", "key", "ada", "olga", "service")

# What a frame of somebody else's conversation answers: to operators elsewhere, to a viewer of the project, to its operator.
PANEL: dict[str, tuple[str, str, str]] = {
    "send": ("not_found", "forbidden", "ok"),
    "resume": ("not_found", "ok", "ok"),
    "watch": ("not_found", "ok", "ok"),
    "unwatch": ("not_found", "ok", "ok"),
    "typing": ("not_found", "forbidden", "ok"),
    "read": ("not_found", "ok", "ok"),
    "ping": ("ok", "ok", "ok"),
    "status": ("ok", "ok", "ok"),
}
# The same to another visitor of the project. Where it says ok, the frame acts on the asker's own conversation, or none.
WIDGET: dict[str, str] = {
    "send": "ok",
    "resume": "not_found",
    "typing": "ok",
    "read": "not_found",
    "page": "ok",
    "identify": "ok",
    "consent": "conflict",  # the project asks for none
    "form": "not_found",
    "rate": "not_found",
    "end": "ok",
    "rule": "not_found",
    "transcript": "not_found",
    "set": "ok",
    "track": "ok",
    "reset": "ok",
    "ping": "ok",
}
FIELDS: dict[str, Any] = {
    "client_id": "11111111-2222-4333-8444-555555555555",
    "text": "Hello",
    "after": 0,
    "number": 1,
    "available": True,
    "score": 5,
    "agreed": True,
    "url": "https://acme.example/",
    "title": "Bowls",
    "name": "Somebody",
    "data": {"plan": "pro"},
    "answers": {"email": "somebody@example.com"},
    "rule": "00000000-0000-4000-8000-000000000009",
    "did": "shown",
}


def test_every_frame_is_in_the_table() -> None:
    assert set(panel.COMMANDS) - {"hello"} == set(PANEL)
    assert set(widget.COMMANDS) - {"hello"} == set(WIDGET)
    assert set(SOCKETS) == {"/ws/panel/", "/ws/widget/"}


def test_every_reader_is_in_the_table() -> None:
    assert sorted([*SHUT, *ELSEWHERE, *VIEWERS, *OPERATORS]) == sorted(READERS)


def operator(street: Street, name: str) -> OperatorSession:
    return open_operator(actors_behind(street, name), {"v": 1, "projects": "all"}, tab=name)


def told(street: Street, name: str, kind: str, frame: dict[str, Any]) -> tuple[str, str]:
    """What a reader's frame answers, undone before the next reader asks."""
    tally.note("operators' frames", kind, name)
    with transaction.atomic():
        said = ask(operator(street, name), panel.COMMANDS[kind], frame)
        transaction.set_rollback(True)
    return said


def visitor(cast: Cast, name: str) -> VisitorSession:
    key = (cast.globex if name == "gina" else cast.shop).key
    hello = {"v": 1, "project": key, "token": cast.tokens[name].token}
    return open_visitor(hello, tab=name, origin=None, own_origins=set())


def ask(session: Any, command: Any, frame: dict[str, Any]) -> tuple[str, str]:
    """What a frame answers: its code, or ok, and every word of it."""
    try:
        return "ok", json.dumps(session.run(command, frame))
    except Refused as refusal:
        return refusal.code, json.dumps(refusal_shape(refusal))


def form_of(cast: Cast) -> str:
    """What Vera was asked for and has not given."""
    with tenant(cast.shop):
        return str(Form.objects.get(answered_at=None).public_id)


def talk_now(cast: Cast) -> Any:
    with tenant(cast.shop):
        return Conversation.objects.values().get(pk=cast.talk.pk)


class TestOperatorsFrames:
    @pytest.mark.parametrize("kind", PANEL)
    def test_each_reader_gets_what_is_theirs(self, acme: Street, kind: str) -> None:
        elsewhere, viewer, own = PANEL[kind]
        frame = {**FIELDS, "conversation": str(acme.talk.public_id), "kind": "text"}
        before = talk_now(acme)
        for name in ELSEWHERE:
            code, said = told(acme, name, kind, frame)
            assert code == elsewhere and SECRET not in said
            # TEN7: what is not there answers the same.
            assert (code, said) == told(acme, name, kind, {**frame, "conversation": str(uuid.uuid4())})
        assert talk_now(acme) == before
        assert {name: told(acme, name, kind, frame)[0] for name in VIEWERS} == dict.fromkeys(VIEWERS, viewer)
        assert {name: told(acme, name, kind, frame)[0] for name in OPERATORS} == dict.fromkeys(OPERATORS, own)

    @pytest.mark.parametrize("name", SHUT)
    def test_who_does_not_come_in(self, acme: Street, name: str) -> None:
        shut = acme.homes.get(name, acme.shop)
        for wanted in ({"projects": "all"}, {"project": str(shut.public_id)}):
            tally.note("operators' frames", "hello", name)
            with pytest.raises(Refused) as refusal:
                open_operator(actors_behind(acme, name), {"v": 1, **wanted}, tab=name)
            assert refusal.value.code == SHUT[name]

    def test_the_premise(self, acme: Street) -> None:
        frame = {"conversation": str(acme.talk.public_id), "after": 0}
        assert SECRET in ask(operator(acme, "oscar"), panel.COMMANDS["resume"], frame)[1]

    def test_hello(self, acme: Street) -> None:
        for name in ELSEWHERE:
            tally.note("operators' frames", "hello", name)
            for project in (str(acme.shop.public_id), str(uuid.uuid4())):
                with pytest.raises(NotFound, match="nothing here"):
                    open_operator(actors_behind(acme, name), {"v": 1, "project": project}, tab=name)
            said = ask(operator(acme, name), panel.hello, {})[1]
            assert "Acme Shop" not in said and SECRET not in said
            assert name not in ("gus", "key_gus") or CANARY not in said
        for name in (*VIEWERS, *OPERATORS):
            tally.note("operators' frames", "hello", name)
            assert str(acme.shop.public_id) in ask(operator(acme, name), panel.hello, {})[1]


class TestVisitorsFrames:
    @pytest.mark.parametrize("kind", WIDGET)
    def test_each_reader_gets_what_is_theirs(self, acme: Street, kind: str) -> None:
        frame = {**FIELDS, "conversation": str(acme.talk.public_id), "form_id": form_of(acme)}
        before = talk_now(acme)
        for name in ("wanda", "gina"):
            tally.note("visitors' frames", kind, name)
            code, said = ask(visitor(acme, name), widget.COMMANDS[kind], frame)
            assert code == WIDGET[kind] and SECRET not in said and str(acme.talk.public_id) not in said
            assert name == "wanda" or CANARY not in said
            if code == "not_found":
                nowhere = dict.fromkeys(("conversation", "form_id"), str(uuid.uuid4()))
                absent = ask(visitor(acme, name), widget.COMMANDS[kind], {**frame, **nowhere})
                assert (code, said) == absent
        assert talk_now(acme) == before

    def test_the_premise(self, acme: Street) -> None:
        frame = {"conversation": str(acme.talk.public_id), "after": 0}
        assert SECRET in ask(visitor(acme, "vera"), widget.COMMANDS["resume"], frame)[1]

    def test_hello(self, acme: Street) -> None:
        frame = {"conversation": str(acme.talk.public_id), "after": 0}
        for name in ("wanda", "gina"):
            tally.note("visitors' frames", "hello", name)
            said = ask(visitor(acme, name), widget.hello, frame)[1]
            assert SECRET not in said
        assert SECRET in ask(visitor(acme, "vera"), widget.hello, frame)[1]

    def test_a_token_opens_no_other_project(self, acme: Street) -> None:
        for project in (acme.outlet, acme.globex):
            hello = {"v": 1, "project": project.key, "token": acme.tokens["vera"].token}
            with pytest.raises(SignInAgain):
                open_visitor(hello, tab="x", origin=None, own_origins=set())

    @pytest.mark.parametrize("name", KEYS)
    def test_a_key_is_no_visitor_s_token(self, acme: Street, name: str) -> None:
        tally.note("visitors' frames", "hello", name)
        with pytest.raises(SignInAgain):
            open_visitor({"v": 1, "project": acme.shop.key, "token": acme.keys[name]}, tab="x", origin=None, own_origins=set())

    def test_a_visitor_sees_no_number_and_no_note(self, acme: Street) -> None:
        said = json.loads(ask(visitor(acme, "vera"), widget.hello, {})[1])
        assert {"number", "subject", "tags", "priority", "visitor", "project"}.isdisjoint(said["conversation"])
        assert [line["kind"] for line in said["messages"]] == ["text", "form", "form", "form"]
