"""`/api/v1/account/grants/`: an owner lets staff in and out by REST, in person and lately."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import AuditRecord
from accounts.tenancy import account
from tests.cast import Cast
from tests.panel.views.test_support_access import signed_in

BASE = "/api/v1/account/grants"
NEW = {"scope": "conversations", "reason": "Ticket 8812", "hours": 4}


def post(cast: Cast, who: str = "olga", ago_s: int = 0, **body: Any) -> Any:
    wish = {"project": str(cast.shop.public_id), **NEW, **body}
    return signed_in(cast, who, ago_s=ago_s).post(BASE, wish, content_type="application/json")


class TestGrants:
    def test_given_listed_revoked(self, cast: Cast) -> None:
        made = post(cast)
        assert made.status_code == 201, made.content
        grant = made.json()
        assert (grant["project"], grant["scope"], grant["reason"], grant["given_by"]) == (
            str(cast.shop.public_id),
            *list(NEW.values())[:2],
            "Olga",
        )
        olga = signed_in(cast, "olga")
        assert [one["id"] for one in olga.get(BASE).json()["results"]] == [grant["id"]]
        assert olga.delete(f"{BASE}/{grant['id']}").status_code == 204
        assert olga.get(f"{BASE}/{grant['id']}").json()["revoked_at"]
        with account(cast.shop.account_id):
            acts = list(AuditRecord.objects.filter(action__startswith="grant.").order_by("id").values_list("action", flat=True))
        assert acts == ["grant.given", "grant.revoked"]

    def test_a_second_one_takes_the_place_of_the_first(self, cast: Cast) -> None:
        first, second = post(cast).json(), post(cast).json()
        open_ones = [one["id"] for one in signed_in(cast, "olga").get(BASE).json()["results"] if one["revoked_at"] is None]
        assert open_ones == [second["id"]] and first["id"] != second["id"]

    def test_who_has_not_shown_lately_that_it_is_them(self, cast: Cast) -> None:
        """AUN13."""
        refused = post(cast, ago_s=3600)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "reauthenticate")

    def test_only_owners(self, cast: Cast) -> None:
        assert post(cast, "ada").status_code == 403

    @pytest.mark.parametrize(
        ("field", "value"),
        [("hours", 169), ("hours", 0), ("hours", True), ("hours", "4"), ("scope", "all"), ("scope", 1), ("reason", ""),
         ("reason", "x" * 201), ("reason", "x" + " " * 200), ("reason", "a\x00b"), ("reason", "\ud800"),
         ("project", "00000000-0000-4000-8000-000000000000"), ("project", 7), ("more", 1)],
    )  # fmt: skip
    def test_what_cannot_be(self, cast: Cast, field: str, value: object) -> None:
        refused = post(cast, "olga", 0, **{field: value})
        assert refused.status_code == 400 and field in refused.json()["error"]["fields"]

    def test_another_accounts_project(self, cast: Cast) -> None:
        assert post(cast, project=str(cast.globex.public_id)).status_code == 400
