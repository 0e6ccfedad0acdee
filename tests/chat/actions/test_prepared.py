"""What a team has prepared: canned replies, macros, views, and the filters that they keep."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from accounts.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from accounts.models import AuditRecord
from chat import queries
from chat.actions.edit_departments import add_department, remove_department
from chat.actions.edit_prepared import add_canned_reply, add_macro, add_saved_view, edit_canned_reply, note_use, remove_prepared
from chat.actions.edit_tags import remove_tag
from chat.actions.run_macro import filled, run_macro
from chat.actions.set_priority import set_priority
from chat.actions.tag_conversation import tag_conversation
from chat.filters import filter_of
from chat.models import CannedReply, Conversation, Message, Tag
from chat.prepared import canned_reply_for, saved_view_shapes
from tests.cast import Cast


def again(cast: Cast) -> Conversation:
    return Conversation.objects.select_related("visitor").get(pk=cast.talk.pk)


WHOLE = {"shortcut": "hi", "text": "Hi {{visitor.first_name|there}}", "own": True}


class TestPrepared:
    def test_ones_own_is_nobody_elses(self, in_shop: Cast) -> None:
        mine = add_canned_reply(in_shop.oscar, in_shop.shop, WHOLE)
        shared = add_canned_reply(in_shop.olga, in_shop.shop, {**WHOLE, "own": False})
        with pytest.raises(NotFound):
            canned_reply_for(in_shop.olga, in_shop.shop, str(mine.public_id))
        for refused in (lambda: remove_prepared(in_shop.oscar, in_shop.shop, shared), lambda: note_use(in_shop.vic, in_shop.shop, shared)):
            with pytest.raises(Forbidden):
                refused()
        note_use(in_shop.oscar, in_shop.shop, shared)
        assert CannedReply.objects.get(pk=shared.pk).used == 1
        edit_canned_reply(in_shop.oscar, in_shop.shop, mine, {"shortcut": "/hello"})
        assert CannedReply.objects.get(pk=mine.pk).shortcut == "hello"
        assert [one.action for one in AuditRecord.objects.filter(action__startswith="canned")] == ["canned_reply.added"]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"shortcut": "two words"},
            {"shortcut": ""},
            {"shortcut": "x" * 41},
            {"text": "{{visitor.password}}"},
            {"text": "{{}}"},
            {"text": "x" * 5001},
            {"text": ""},
            {"own": "yes"},
            {"colour": 1},
            {"text": None},
        ],
    )
    def test_what_is_no_canned_reply(self, in_shop: Cast, wrong: dict[str, Any]) -> None:
        with pytest.raises(Invalid):
            add_canned_reply(in_shop.oscar, in_shop.shop, {**WHOLE, **wrong})

    def test_a_shortcut_is_taken_once(self, in_shop: Cast) -> None:
        add_canned_reply(in_shop.oscar, in_shop.shop, WHOLE)
        with pytest.raises(Conflict):
            add_canned_reply(in_shop.oscar, in_shop.shop, {**WHOLE, "shortcut": "HI"})
        add_canned_reply(in_shop.olga, in_shop.shop, {**WHOLE, "own": False})

    @pytest.mark.parametrize(
        ("template", "words"),
        [
            ("{{visitor.first_name|there}}, {{ operator.first_name }}", "Vera, Oscar"),
            ("#{{conversation.number}} {{visitor.name|you}}", "#1 Vera"),
            ("{{nothing}}{{visitor.email|x}}", "@"),
            ("{ {visitor.name} } {{", "{ {visitor.name} } {{"),
        ],
    )
    def test_variables(self, in_shop: Cast, template: str, words: str) -> None:
        assert words in filled(template, in_shop.oscar, in_shop.shop, again(in_shop)).replace(" canary", "")

    def test_a_macro_does_all_of_it_once(self, in_shop: Cast) -> None:
        does = {"text": "Bye {{visitor.first_name}}", "add_tags": ["done"], "assignee": "me", "status": "closed"}
        macro, client_id = add_macro(in_shop.olga, in_shop.shop, {"name": "Good-bye", "does": does}), uuid.uuid4()
        for _ in range(2):
            done = run_macro(in_shop.oscar, in_shop.shop, again(in_shop), macro, client_id=client_id)
        assert (done.status, done.tags, done.assignee_id) == ("closed", ["done"], in_shop.oscar.id)
        assert [one.text for one in Message.objects.filter(kind="text", author_kind="operator")] == ["Bye Vera"]

    @pytest.mark.parametrize(
        "does", [{}, None, {"note": {}}, {"status": "x"}, {"text": "x", "kind": "form"}, {"priority": 9}, {"tags": [1]}]
    )
    def test_what_is_no_macro(self, in_shop: Cast, does: object) -> None:
        with pytest.raises(Invalid):
            add_macro(in_shop.olga, in_shop.shop, {"name": "x", "does": does})

    def test_a_view_whose_department_has_gone_says_so(self, in_shop: Cast) -> None:
        orders = add_department(in_shop.olga, in_shop.shop, name="Orders", members=[])
        wants = {"department": str(orders.public_id), "tag": ["pre-sale"]}
        view = add_saved_view(in_shop.oscar, in_shop.shop, {"name": "Orders", "wants": wants})
        remove_department(in_shop.olga, in_shop.shop, orders)
        (shape,) = saved_view_shapes(in_shop.oscar, in_shop.shop, [view])
        assert (shape["count"], shape["gone"]) == (0, ["department"])


class TestFilters:
    @pytest.mark.parametrize(
        ("wants", "found"),
        [
            ({}, True),
            ({"tag": ["pre-sale"]}, True),
            ({"tag": ["PRE-SALE", "pre-sale"]}, True),
            ({"tag": ["pre-sale", "never"]}, False),
            ({"tag": "pre-sale"}, True),
            ({"priority": "1"}, True),
            ({"priority": "2"}, False),
            ({"priority": -1}, False),
            ({"unread": True}, True),
            ({"unread": "1", "status": "open", "assignee": "none", "department": "none"}, True),
            ({"assignee": "me"}, False),
            ({"status": "closed"}, False),
        ],
    )
    def test_what_it_finds(self, in_shop: Cast, wants: dict[str, Any], found: bool) -> None:
        tag_conversation(in_shop.oscar, in_shop.shop, again(in_shop), tags=["pre-sale"])
        remove_tag(in_shop.olga, in_shop.shop, Tag.objects.get())  # conversations keep it, and so do views
        set_priority(in_shop.oscar, in_shop.shop, again(in_shop), priority=1)
        rows = filter_of(in_shop.oscar, in_shop.shop, wants).narrow(queries.inbox_rows(in_shop.oscar, view="all"))
        assert rows.exists() == found

    @pytest.mark.parametrize(
        "wants",
        [
            {"status": "gone"},
            {"assignee": "x" * 101},
            {"assignee": ["me"]},
            {"assignee": str(uuid.uuid4())},
            {"department": "\x00"},
            {"tag": ["x"] * 6},
            {"tag": [1]},
            {"priority": 7},
            {"unread": "perhaps"},
            {"visitor": "somebody"},
            {"visitor": str(uuid.uuid4())},
        ],
    )
    def test_absurd_ones(self, in_shop: Cast, wants: dict[str, Any]) -> None:
        with pytest.raises(Refused):
            filter_of(in_shop.oscar, in_shop.shop, wants).narrow(queries.inbox_rows(in_shop.oscar, view="all")).exists()

    @pytest.mark.parametrize("wants", [None, [], {}, {"tag": []}, {"order": "price"}, {"status": "gone"}])
    def test_what_is_no_view(self, in_shop: Cast, wants: object) -> None:
        with pytest.raises(Invalid):
            add_saved_view(in_shop.oscar, in_shop.shop, {"name": "x", "wants": wants})
