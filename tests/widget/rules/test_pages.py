"""The settings of automatic messages: hostile words are text there, and they warn of what would be a nuisance."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.tenancy import tenant
from chat.actions.edit_departments import add_department, remove_department
from tests.cast import Cast
from tests.widget.rules.test_rules import DRAFT, condition
from widget.rules.actions.add_rule import add_rule
from widget.rules.words import comes_everywhere


class TestHowOften:
    @pytest.mark.parametrize(
        ("conditions", "everywhere"),
        [
            ([], True),
            ([condition("page", "/*"), condition("seconds", 20)], True),
            ([condition("page", "*"), condition("team", "here"), condition("language", "de")], True),
            ([condition("page", "/basket", "not")], True),
            ([condition("page", "/basket")], False),
            ([condition("page", "/*"), condition("visits", 1, "most")], False),
            ([condition("event", "checkout")], False),
        ],
    )
    def test_one_that_nothing_narrows_is_known(self, in_shop: Cast, conditions: list[Any], everywhere: bool) -> None:
        assert comes_everywhere(add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "conditions": conditions})) is everywhere


class TestThePages:
    @pytest.fixture
    def olga(self, cast: Cast) -> Client:
        client = Client()
        client.force_login(cast.users["olga"], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def test_what_is_hostile_is_text_in_every_field(self, cast: Cast, olga: Client) -> None:
        attack = "<svg onload=a()>\"'</script>"
        facts = [("event", attack), ("tag", attack), ("page", "/<svg/onload=a()>"), ("attribute", {"name": attack, "value": attack})]
        fields = {**dict.fromkeys(("name", "text", "tag"), attack), "answers": [attack], "translations": {"de": attack}}
        with tenant(cast.shop):
            department = add_department(cast.olga, cast.shop, name=attack)
            draft = {**fields, "department": str(department.public_id), "conditions": [condition(*each) for each in facts]}
            rule = add_rule(cast.olga, cast.shop, draft)
            remove_department(cast.olga, cast.shop, add_department(cast.olga, cast.shop, name="x"))
        for rest in ("", "try/", f"{rule.public_id}/"):
            page = olga.get(f"/panel/{cast.shop.public_id}/settings/automatic-messages/{rest}").text
            assert "svg" in page and "<svg onload" not in page and "<svg/onload" not in page and "'</script>" not in page, rest

    def test_the_editor_warns_of_one_for_every_page_and_of_a_lost_department(self, cast: Cast, olga: Client) -> None:
        with tenant(cast.shop):
            department = add_department(cast.olga, cast.shop, name="Sales")
            rule = add_rule(cast.olga, cast.shop, {**DRAFT, "department": str(department.public_id)})
            remove_department(cast.olga, cast.shop, department)
        for rest in ("", f"{rule.public_id}/"):
            page = olga.get(f"/panel/{cast.shop.public_id}/settings/automatic-messages/{rest}").text
            assert "Nothing narrows" in page and "Sales" in page and "which was removed" in page
