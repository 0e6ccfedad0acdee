"""WSS9: what operators write among themselves never reaches a visitor, by no push and no answer."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Project
from chat import live, people, queries, shaping
from chat.actions.assign_conversation import assign_conversation
from chat.actions.close_conversation import close_conversation, end_conversation
from chat.actions.greet_visitor import greet_visitor
from chat.actions.mark_read import mark_read_by_operator, mark_read_by_visitor
from chat.actions.post_message import post_message
from chat.actions.post_visitor_message import post_visitor_message
from chat.actions.rate_conversation import rate_conversation
from chat.actions.register_visitor import visitor_actor
from chat.actions.reopen_conversation import reopen_conversation
from chat.actions.set_availability import set_availability
from chat.append import append
from chat.models import Conversation, Message
from chat.shapes import AuthorShape
from chat.tail import read_tail
from tests.cast import Cast
from tests.chat.appending import line
from tests.chat.hearing import Heard, hearing

NOTE = "NOTE-7d31c4"
OTHERS = "OTHERS-7d31c4"  # what another visitor of the same project said


def note(cast: Cast) -> None:
    post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text=f"{NOTE} pays late", kind="note")


def type_a_note(cast: Cast) -> None:
    author: AuthorShape = {"kind": "operator", "id": cast.oscar.ref, "name": NOTE, "avatar": None}
    live.announce_operator_typing(cast.shop, cast.talk, author, "note")


def watch(cast: Cast) -> None:
    live.announce_viewers(cast.shop, cast.talk.public_id, [NOTE])


def edit_the_note(cast: Cast) -> None:
    """The lines of a note's edit, and of an edit whose target is a note by mistake."""
    stored = Message.objects.filter(kind="note").first()
    data = {"event": "edited", "of": stored.number if stored else 1, "by": "Oscar"}
    rows = [
        line(cast.talk, "", kind="activity", author_kind="operator", author_id=cast.oscar.id, data=None, public=public)
        for public in (True, False)
    ]
    append(rows, force=True)
    for row in rows:
        Message.objects.filter(client_id=row.client_id).update(data=data)


ACTS: dict[str, Callable[[Cast], object]] = {
    "note": note,
    "type a note": type_a_note,
    "watch": watch,
    "edit the note": edit_the_note,
    "reply": lambda cast: post_message(cast.oscar, cast.shop, cast.talk, client_id=uuid.uuid4(), text="Hello"),
    "ask": lambda cast: post_visitor_message(cast.shop, cast.vera, client_id=uuid.uuid4(), text="Hello"),
    "greet": lambda cast: greet_visitor(cast.oscar, cast.shop, cast.vera.public_id, client_id=uuid.uuid4(), text="Hello"),
    "assign": lambda cast: assign_conversation(cast.oscar, cast.shop, cast.talk, to=cast.members["oscar"]),
    "unassign": lambda cast: assign_conversation(cast.oscar, cast.shop, cast.talk, to=None),
    "close": lambda cast: close_conversation(cast.oscar, cast.shop, cast.talk),
    "reopen": lambda cast: reopen_conversation(cast.oscar, cast.shop, cast.talk),
    "end": lambda cast: end_conversation(visitor_actor(cast.shop, cast.vera), cast.shop, cast.talk),
    "rate": lambda cast: rate_conversation(cast.shop, cast.talk, client_id=uuid.uuid4(), score=5, comment=""),
    "read by operator": lambda cast: mark_read_by_operator(cast.oscar, cast.shop, cast.talk, number=99),
    "read by visitor": lambda cast: mark_read_by_visitor(cast.shop, cast.talk, number=99),
    "away": lambda cast: set_availability(cast.oscar, cast.shop, available=False),
    "another visitor": lambda cast: post_visitor_message(cast.shop, cast.wanda, client_id=uuid.uuid4(), text=OTHERS),
}


def for_the_visitor(project: Project, cast: Cast, heard: Heard) -> str:
    """Every byte that Vera's tabs got or can ask for."""
    talk = Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)
    spoken = [text for group, text in heard.texts if group.startswith(("v.", "a.")) and cast.wanda.public_id.hex not in group]
    tail = [text for _, pushes in read_tail(project, timezone.now() - timedelta(hours=1), frozenset())
            for group, text in pushes if group.endswith(cast.vera.public_id.hex)]  # fmt: skip
    asked = [
        queries.timeline(talk, for_visitor=True, after=0)[:2],
        queries.timeline(talk, for_visitor=True)[:2],
        queries.timeline(talk, for_visitor=True, before=99)[:2],
        queries.visitor_conversation(talk),
        people.operators_for_visitors(project),
        shaping.visitor_self_shape(cast.vera, cast.vera.public_id),
    ]
    return "\n".join([*spoken, *tail, json.dumps(asked)])


class TestCanary:
    @pytest.mark.parametrize("act", ACTS)
    def test_after_every_act(self, in_shop: Cast, act: str) -> None:
        """Each act behind a note, and before one: the note is nothing to the visitor, not even a gap."""
        with hearing() as heard:
            note(in_shop)
            ACTS[act](in_shop)
            note(in_shop)
        everything = for_the_visitor(in_shop.shop, in_shop, heard)
        assert NOTE not in everything and OTHERS not in everything
        assert '"kind":"note"' not in everything.replace(" ", "")
        assert '"event":"assigned"' not in everything.replace(" ", "")
        operators = json.dumps([heard.by_operators(in_shop.shop), queries.timeline(in_shop.talk, for_visitor=False)[:2]])
        assert NOTE in operators, "the canary was not even there"

    def test_all_of_it_in_one_conversation(self, in_shop: Cast) -> None:
        with hearing() as heard:
            for act in ACTS.values():
                act(in_shop)
        everything = for_the_visitor(in_shop.shop, in_shop, heard)
        assert NOTE not in everything and OTHERS not in everything
        talk = Conversation.objects.select_related("visitor").get(pk=in_shop.talk.pk)
        shapes, *_ = queries.timeline(talk, for_visitor=True, after=0)
        assert [shape["number"] for shape in shapes] == list(range(1, talk.last_public_number + 1))

    def test_a_private_line_has_no_shape_for_visitors(self, in_shop: Cast) -> None:
        note(in_shop)
        stored = Message.objects.get(kind="note")
        with pytest.raises(ValueError, match="private"):
            shaping.message_shape(stored, in_shop.talk, queries.authors_of(in_shop.talk, [stored]), for_visitor=True)

    def test_only_their_own_side_gets_a_client_id(self, in_shop: Cast) -> None:
        ACTS["reply"](in_shop)
        for for_visitor, wanted in ((True, [True, False]), (False, [False, True])):
            shapes, *_ = queries.timeline(in_shop.talk, for_visitor=for_visitor, after=0)
            assert [shape["client_id"] is not None for shape in shapes] == wanted

    def test_what_was_taken_back_is_gone_for_both(self, in_shop: Cast) -> None:
        Message.objects.filter(conversation=in_shop.talk).update(deleted=True)
        for for_visitor in (True, False):
            (shape,), *_ = queries.timeline(in_shop.talk, for_visitor=for_visitor, after=0)
            assert shape["deleted"] and shape["text"] == ""
