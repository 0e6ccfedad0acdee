"""The outsider test over the frames of both sockets: every frame, every reader."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from accounts.access import actors_of
from accounts.errors import NotFound, Refused, SignInAgain
from accounts.tenancy import tenant
from chat.consumers import refusal_shape
from chat.models import Conversation
from config.sockets import SOCKETS
from panel import commands as panel
from panel.session import OperatorSession
from panel.session import open_session as open_operator
from tests.cast import CANARY, Cast
from tests.doors.conftest import SECRET
from widget import commands as widget
from widget.session import VisitorSession
from widget.session import open_session as open_visitor

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
    "rate": "not_found",
    "end": "ok",
    "ping": "ok",
}
FIELDS: dict[str, Any] = {
    "client_id": "11111111-2222-4333-8444-555555555555",
    "text": "Hello",
    "after": 0,
    "number": 1,
    "available": True,
    "score": 5,
    "url": "https://acme.example/",
    "title": "Bowls",
    "name": "Somebody",
}


def test_every_frame_is_in_the_table() -> None:
    assert set(panel.COMMANDS) - {"hello"} == set(PANEL)
    assert set(widget.COMMANDS) - {"hello"} == set(WIDGET)
    assert set(SOCKETS) == {"/ws/panel/", "/ws/widget/"}


def operator(cast: Cast, name: str) -> OperatorSession:
    return open_operator(actors_of(cast.users[name]), {"v": 1, "projects": "all"}, tab=name)


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


def talk_now(cast: Cast) -> Any:
    with tenant(cast.shop):
        return Conversation.objects.values().get(pk=cast.talk.pk)


class TestOperatorsFrames:
    @pytest.mark.parametrize("kind", PANEL)
    def test_each_reader_gets_what_is_theirs(self, acme: Cast, kind: str) -> None:
        elsewhere, viewer, own = PANEL[kind]
        frame = {**FIELDS, "conversation": str(acme.talk.public_id), "kind": "text"}
        before = talk_now(acme)
        for name in ("gus", "lena"):
            code, said = ask(operator(acme, name), panel.COMMANDS[kind], frame)
            assert code == elsewhere and SECRET not in said
            # TEN7: what is not there answers the same.
            absent = ask(operator(acme, name), panel.COMMANDS[kind], {**frame, "conversation": str(uuid.uuid4())})
            assert (code, said) == absent
        assert talk_now(acme) == before
        assert ask(operator(acme, "vic"), panel.COMMANDS[kind], frame)[0] == viewer
        assert ask(operator(acme, "oscar"), panel.COMMANDS[kind], frame)[0] == own

    def test_the_premise(self, acme: Cast) -> None:
        frame = {"conversation": str(acme.talk.public_id), "after": 0}
        assert SECRET in ask(operator(acme, "oscar"), panel.COMMANDS["resume"], frame)[1]

    def test_hello(self, acme: Cast) -> None:
        for name in ("gus", "lena"):
            for project in (str(acme.shop.public_id), str(uuid.uuid4())):
                with pytest.raises(NotFound, match="nothing here"):
                    open_operator(actors_of(acme.users[name]), {"v": 1, "project": project}, tab=name)
            said = ask(operator(acme, name), panel.hello, {})[1]
            assert "Acme Shop" not in said and SECRET not in said
            assert name != "gus" or CANARY not in said
        with pytest.raises(NotFound):
            open_operator(actors_of(acme.users["emil"]), {"v": 1, "projects": "all"}, tab="emil")


class TestVisitorsFrames:
    @pytest.mark.parametrize("kind", WIDGET)
    def test_each_reader_gets_what_is_theirs(self, acme: Cast, kind: str) -> None:
        frame = {**FIELDS, "conversation": str(acme.talk.public_id)}
        before = talk_now(acme)
        for name in ("wanda", "gina"):
            code, said = ask(visitor(acme, name), widget.COMMANDS[kind], frame)
            assert code == WIDGET[kind] and SECRET not in said and str(acme.talk.public_id) not in said
            assert name == "wanda" or CANARY not in said
            if code == "not_found":
                absent = ask(visitor(acme, name), widget.COMMANDS[kind], {**frame, "conversation": str(uuid.uuid4())})
                assert (code, said) == absent
        assert talk_now(acme) == before

    def test_the_premise(self, acme: Cast) -> None:
        frame = {"conversation": str(acme.talk.public_id), "after": 0}
        assert SECRET in ask(visitor(acme, "vera"), widget.COMMANDS["resume"], frame)[1]

    def test_hello(self, acme: Cast) -> None:
        frame = {"conversation": str(acme.talk.public_id), "after": 0}
        for name in ("wanda", "gina"):
            said = ask(visitor(acme, name), widget.hello, frame)[1]
            assert SECRET not in said
        assert SECRET in ask(visitor(acme, "vera"), widget.hello, frame)[1]

    def test_a_token_opens_no_other_project(self, acme: Cast) -> None:
        for project in (acme.outlet, acme.globex):
            hello = {"v": 1, "project": project.key, "token": acme.tokens["vera"].token}
            with pytest.raises(SignInAgain):
                open_visitor(hello, tab="x", origin=None, own_origins=set())

    def test_a_visitor_sees_no_number_and_no_note(self, acme: Cast) -> None:
        said = json.loads(ask(visitor(acme, "vera"), widget.hello, {})[1])
        assert {"number", "subject", "tags", "priority", "visitor", "project"}.isdisjoint(said["conversation"])
        assert [line["kind"] for line in said["messages"]] == ["text"]
