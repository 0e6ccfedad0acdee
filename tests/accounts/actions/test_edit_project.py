"""Changing a project's settings."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions.edit_project import EDITABLE, edit_project
from accounts.errors import Forbidden, Invalid
from accounts.models import AuditRecord, Project
from tests.cast import Cast

GOOD: dict[str, Any] = {
    "name": "New name",
    "website": "new.example",
    "color": "#1e5a34",
    "greeting": "",
    "email": "shop@new.example",
    "mask_cards": False,
    "signed_identity": True,
    "ask_first": True,
    "live_visitors": False,
    "typing_preview": False,
    "page_history": False,
    "allowed_domains": ["NEW.example", "new.example", "*.new.example"],
}


class TestEditProject:
    def test_works_and_is_written_down(self, in_shop: Cast) -> None:
        edit_project(in_shop.ada, in_shop.shop, **GOOD)
        stored = Project.objects.get(pk=in_shop.shop.pk)
        assert {name: getattr(stored, name) for name in EDITABLE} == {**GOOD, "allowed_domains": ["new.example", "*.new.example"]}
        record = AuditRecord.objects.filter(action="project.edited").get()
        assert record.actor_name == "Ada" and record.data == {"changed": sorted(GOOD)}

    def test_repeated(self, in_shop: Cast) -> None:
        for _ in range(2):
            edit_project(in_shop.olga, in_shop.shop, name="New name")
        assert Project.objects.get(pk=in_shop.shop.pk).name == "New name"

    @pytest.mark.parametrize("name", ["gus", "oscar", "vic", "lena"])
    def test_outsider_and_wrong_role(self, in_shop: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            edit_project(getattr(in_shop, name), in_shop.shop, name="Mine")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("name", "x" * 121),
            ("name", None),
            ("name", "a\x00b"),
            ("color", "red"),
            ("color", "#12345"),
            ("color", 7),
            ("greeting", "x" * 201),
            ("greeting", ["x"]),
            ("live_visitors", "maybe"),
            ("live_visitors", 1),
            ("allowed_domains", []),
            ("allowed_domains", [""]),
            ("allowed_domains", "acme.example"),
            ("allowed_domains", [7]),
            ("allowed_domains", ["not a domain"]),
            ("key", "stolen"),
            ("account_id", 1),
        ],
    )
    def test_limits(self, in_shop: Cast, field: str, value: object) -> None:
        with pytest.raises(Invalid) as refusal:
            edit_project(in_shop.olga, in_shop.shop, **{"greeting": "Hi", field: value})
        assert list(refusal.value.fields) == [field]
        assert Project.objects.get(pk=in_shop.shop.pk).greeting == ""
