"""WSS8: no event says more to a reader than they get by asking, for every event of the registry."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import TestCase

from accounts.tenancy import tenant
from chat import doorbell, groups, live, people, queries
from chat.actions.follow_visit import live_shape
from chat.events import REGISTRY
from chat.models import Attachment, Message
from integrations.live import announce_delivery
from integrations.queries import deliveries
from panel import commands as panel
from panel.session import OperatorSession
from panel.session import open_session as open_operator
from tests.doors.conftest import SECRET
from tests.doors.readers import INSIDERS, Street, actors_behind, browser_of
from widget import commands as widget
from widget.session import open_session as open_visitor

HEARERS = INSIDERS
# What tells a browser about its own connection: nothing of a tenant is in it.
SIGNALS = {"revoked": set[str](), "banned": set[str](), "restarting": {"retry_ms", "reload"}, "slow": {"retry_ms"}, "resync": set[str]()}
# What is never kept, so that nobody can ask for it: who writes now, the visitor's preview, and which side has read.
PASSING = {"typing": {"visitor", "text", "kind"}, "read": {"side", "number", "member"}, "viewers": {"viewers"}}


def paths(value: Any, before: str = "") -> set[str]:
    """Every key of a JSON value, with where it stands."""
    if isinstance(value, Mapping):
        return {before + key for key in value}.union(*(paths(one, f"{before}{key}.") for key, one in value.items()))
    return set[str]().union(*(paths(one, before) for one in value)) if isinstance(value, list) else set()


@pytest.fixture
def rung(acme: Street, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any]]]:
    """One of each announcement, as its groups heard it."""
    heard: dict[str, list[dict[str, Any]]] = {}
    monkeypatch.setattr(doorbell, "ring", lambda group, text: heard.setdefault(group, []).append(json.loads(text)))
    with TestCase.captureOnCommitCallbacks(execute=True), tenant(acme.shop):
        announce_everything(acme)
    return heard


def announce_everything(acme: Street) -> None:
    shop, talk = acme.shop, queries.present_conversation(acme.vera)
    assert talk is not None
    for message in Message.objects.filter(conversation=talk):
        live.announce_message(shop, talk, message)
    live.announce_attachment(shop, talk, Message.objects.get(conversation=talk, number=1), Attachment.objects.get())
    writer = queries.authors_of(talk)
    visit = live_shape(shop, acme.vera.public_id, acme.vera, talk)
    live.announce_conversation(shop, talk)
    live.announce_read(shop, talk, side="visitor")
    live.announce_own_read(shop, talk, number=1, member=acme.oscar.ref)
    live.announce_visitor_typing(shop, acme.vera.public_id, talk.public_id, writer.shape("visitor", acme.vera.pk), f"I {SECRET}")
    live.announce_operator_typing(shop, talk, {"kind": "operator", "id": acme.oscar.ref, "name": "Oscar", "avatar": None}, "text")
    live.announce_visitors(shop, [visit])
    live.announce_visitor(shop, visit)
    live.announce_presence(shop, people.operator_shapes(shop), people.operators_for_visitors(shop))
    live.announce_viewers(shop, talk.public_id, [acme.oscar.ref])
    announce_delivery(shop, deliveries().get())


def test_every_event_is_announced(rung: dict[str, list[dict[str, Any]]]) -> None:
    assert {push["type"] for pushes in rung.values() for push in pushes} | set(SIGNALS) == {event.name for event in REGISTRY}
    for event in REGISTRY:
        if event.name in SIGNALS:
            assert set(event.payload.__annotations__) == {"type", *SIGNALS[event.name]}


@pytest.mark.parametrize("name", HEARERS)
def test_operators_hear_what_they_could_ask_for(acme: Street, rung: dict[str, list[dict[str, Any]]], name: str) -> None:
    session = open_operator(actors_behind(acme, name), {"v": 1, "projects": "all"}, tab=name)
    asked = {"conversation": str(acme.talk.public_id), "after": 0}
    session.run(panel.watch, asked)
    resumed = session.run(panel.resume, asked)
    known = paths(resumed) | paths({"visitor": got(acme, name, f"visitors/{acme.vera.public_id}")})
    known |= paths({"operators": got(acme, name, "operators")["results"]})
    known |= {path.replace("messages.", "message.", 1) for path in paths(resumed)} | {"message", "project"}
    known |= {path.replace("messages.author", "author", 1) for path in paths(resumed)}
    known |= {path.replace("messages.attachments", "attachment", 1) for path in paths(resumed)} | {"number"}
    known |= {"delivery"} | paths({"delivery": got(acme, name, "deliveries")["results"]})
    pushes = [push for group in session.groups for push in rung.get(group, [])]
    assert {"message", "conversation", "read", "typing", "visitor", "presence", "viewers", "delivery"} <= {push["type"] for push in pushes}
    for push in pushes:
        within_what_is_known(push, known)
    assert ("visitors" in {push["type"] for push in pushes}) == (name not in ("vic", "key_read", "key_vic"))
    equal_over_rest(acme, name, session, resumed)


def within_what_is_known(push: dict[str, Any], known: set[str]) -> None:
    """The keys of a push are among those of an answer, or of what is never kept."""
    if push["type"] == "visitors":  # the live list: a list of visitors, and the ids of those who left
        push = {"type": "visitor", "visitor": push["here"], "project": push["project"]}
    more = paths(push) - known - PASSING.get(push["type"], set()) - {"type"}
    assert not more, f"{push['type']} says {sorted(more)}"


def equal_over_rest(acme: Street, name: str, session: OperatorSession, resumed: dict[str, Any]) -> None:
    """AUZ3: a noun has the same keys over REST and the socket."""
    one = f"conversations/{acme.talk.public_id}"
    assert paths(got(acme, name, one)) == paths(resumed["conversation"])
    assert got(acme, name, one + "/messages")["results"] == resumed["messages"]
    hello = session.run(panel.hello, {})
    assert paths(got(acme, name, "operators")["results"]) == paths(hello["presence"])
    rest = json.loads(browser_of(acme, name).get("/api/v1/projects", SERVER_NAME="localhost").content)["results"]
    assert paths(rest) - {"waiting"} == paths(hello["projects"])


def got(acme: Street, name: str, what: str) -> Any:
    answer = browser_of(acme, name).get(f"/api/v1/projects/{acme.shop.public_id}/{what}", SERVER_NAME="localhost")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_visitor_hears_what_they_could_ask_for(acme: Street, rung: dict[str, list[dict[str, Any]]]) -> None:
    token = acme.tokens["vera"].token
    session = open_visitor({"v": 1, "project": acme.shop.key, "token": token}, tab="x", origin=None, own_origins=set())
    hello = session.run(widget.hello, {})
    known = paths(hello) | {path.replace("messages.", "message.", 1) for path in paths(hello)} | {"message"}
    known |= {path.replace("messages.author", "author", 1) for path in paths(hello)}
    known |= {path.replace("messages.attachments", "attachment", 1) for path in paths(hello)} | {"number"}
    own = rung[groups.visitor(acme.shop.pk, acme.vera.public_id)] + rung[groups.visitors_present(acme.shop.pk)]
    assert {push["type"] for push in own} == {"message", "attachment", "conversation", "read", "typing", "presence"}
    for push in own:
        more = paths(push) - known - ({"side", "number"} if push["type"] == "read" else set()) - {"type"}
        assert not more, f"{push['type']} says {sorted(more)}"
    assert [push["message"]["kind"] for push in own if push["type"] == "message"] == ["text", "form", "form", "form"]
    assert rung.get(groups.visitor(acme.shop.pk, acme.wanda.public_id)) is None and uuid.UUID(hello["visitor"]["id"]) == acme.vera.public_id
