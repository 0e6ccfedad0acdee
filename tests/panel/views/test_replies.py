"""The pages of canned replies, macros and tags: whose they are, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from accounts.tenancy import tenant
from chat.actions.edit_prepared import add_canned_reply, add_macro
from chat.actions.edit_tags import add_tag
from chat.models import CannedReply, Macro, Tag
from panel import prepared_forms as forms
from tests.cast import Cast
from tests.panel.views.test_app import build, client_of

__all__ = ["build"]
SECOND = {"name": "Second", "does": {"remove_tags": ["new"], "assignee": "me", "text": "Bye"}}


def page(cast: Cast, kind: str = "") -> str:
    return f"/panel/{cast.shop.public_id}/settings/replies/{kind and f'{kind}/'}"


def post(cast: Cast, who: str, kind: str, **fields: str) -> Any:
    return client_of(cast.users[who]).post(page(cast, kind), fields)


class TestReplies:
    def test_an_operator_has_their_own_and_reads_everybodys(self, cast: Cast) -> None:
        with tenant(cast.shop):
            shared = add_canned_reply(cast.olga, cast.shop, {"shortcut": "ship", "text": "We ship", "own": False})
            hers = add_canned_reply(cast.olga, cast.shop, {"shortcut": "hers", "text": "Olga's words"})
        assert post(cast, "oscar", "", act="add", shortcut="mine", text="My words").status_code == 302
        text = client_of(cast.users["oscar"]).get(page(cast)).content.decode()
        assert "/mine" in text and "/ship" in text and "Olga" not in text and f"?change={shared.public_id}" not in text
        refused = [
            post(cast, "oscar", "", act=f"{act}:{shared.public_id}", shortcut="x", text="x").status_code for act in ("save", "remove")
        ]
        assert refused == [403, 403]
        assert post(cast, "oscar", "", act="add", shared="on", shortcut="all", text="x").status_code == 403
        assert post(cast, "oscar", "", act=f"save:{hers.public_id}", shortcut="x", text="x").status_code == 404
        with tenant(cast.shop):
            assert set(CannedReply.objects.values_list("shortcut", "member")) == {
                ("ship", None),
                ("hers", cast.olga.id),
                ("mine", cast.oscar.id),
            }

    def test_what_is_refused_stays_typed(self, cast: Cast) -> None:
        answer = post(cast, "olga", "", act="add", shortcut="two words", text="<b>Hello</b> {{visitor.shoe}}")
        text = answer.content.decode()
        assert answer.status_code == 400
        assert 'value="two words"' in text and "&lt;b&gt;Hello&lt;/b&gt; {{visitor.shoe}}" in text and 'role="alert"' in text

    def test_changed_and_removed(self, cast: Cast) -> None:
        with tenant(cast.shop):
            reply = add_canned_reply(cast.oscar, cast.shop, {"shortcut": "hi", "text": "Hello"})
        client: Client = client_of(cast.users["oscar"])
        assert ">Hello</textarea>" in client.get(f"{page(cast)}?change={reply.public_id}").content.decode()
        client.post(page(cast), {"act": f"save:{reply.public_id}", "shortcut": "/hey", "text": "Hello there"})
        with tenant(cast.shop):
            assert list(CannedReply.objects.values_list("shortcut", "text")) == [("hey", "Hello there")]
        client.post(page(cast), {"act": f"remove:{reply.public_id}"})
        assert client.post(page(cast), {"act": f"remove:{reply.public_id}"}).status_code == 404
        with tenant(cast.shop):
            assert not CannedReply.objects.exists()


class TestMacros:
    def test_what_a_program_has_prepared_stays(self, cast: Cast) -> None:
        with tenant(cast.shop):
            macro = add_macro(cast.olga, cast.shop, SECOND)
        act, words = f"save:{macro.public_id}", {"name": "Second", "text": "Bye", "note": "on", "priority": "-1", "status": "snoozed"}
        assert post(cast, "ada", "macros", act=act, **words).status_code == 302
        with tenant(cast.shop):
            assert Macro.objects.get().does == {"remove_tags": ["new"], "text": "Bye", "kind": "note", "priority": -1, "status": "snoozed"}

    def test_only_admins_change_them(self, cast: Cast) -> None:
        with tenant(cast.shop):
            macro = add_macro(cast.olga, cast.shop, SECOND)
        text = client_of(cast.users["oscar"]).get(page(cast, "macros")).content.decode()
        assert "Says “Bye”, gives it to whoever presses" in text and "<textarea" not in text
        acts = ("add", f"save:{macro.public_id}", f"remove:{macro.public_id}")
        assert [post(cast, "oscar", "macros", act=act, name="x", status="closed").status_code for act in acts] == [403] * 3

    @pytest.mark.parametrize(
        ("sent", "does"),
        [
            ("", {}),
            ("text=+&tags=+,+", {}),
            ("text=Bye&note=on&tags=a,+b", {"text": "Bye", "kind": "note", "add_tags": ["a", "b"]}),
            ("priority=high&status=gone&mine=on", {"priority": "high", "status": "gone", "assignee": "me"}),  # for the action to refuse
        ],
    )
    def test_what_the_form_says(self, sent: str, does: dict[str, Any]) -> None:
        assert forms.does_of(QueryDict(sent)) == does

    def test_a_colleague_stays_whom_the_form_does_not_know(self) -> None:
        assert forms.does_of(QueryDict(""), {"assignee": "some-id", "status": "open"}) == {"assignee": "some-id"}
        assert forms.does_of(QueryDict("mine=on"), {"assignee": "some-id"}) == {"assignee": "me"}


class TestTags:
    def test_an_operator_adds_and_an_admin_changes(self, cast: Cast) -> None:
        assert post(cast, "oscar", "tags", act="add", name="gift wrap", hue="2").status_code == 302
        with tenant(cast.shop):
            tag = Tag.objects.get()
        assert (tag.name, tag.hue) == ("gift wrap", 2)
        acts = [post(cast, who, "tags", act=f"save:{tag.public_id}", name="Gift wrap", hue="3").status_code for who in ("oscar", "ada")]
        assert acts == [403, 302]
        assert post(cast, "ada", "tags", act=f"save:{tag.public_id}", name="Presents", hue="9").status_code == 400
        with tenant(cast.shop):
            add_tag(cast.olga, cast.shop, name="other")
        assert post(cast, "ada", "tags", act=f"remove:{tag.public_id}").status_code == 302
        text = client_of(cast.users["ada"]).get(page(cast, "tags")).content.decode()
        assert "other" in text and "Gift wrap" not in text
