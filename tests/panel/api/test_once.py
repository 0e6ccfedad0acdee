"""`Idempotency-Key`: sent twice, done once, answered alike; and nothing of it outlives what it was about."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.carry_out_erasure import carry_out_erasure
from accounts.actions.request_erasure import request_visitor_erasure
from accounts.models import Member, Repeatable, Role, User
from accounts.tenancy import account, tenant
from chat.models import Tag
from tests.cast import Cast

KEY = "d3a1"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=f"{name}@acme.example"))
    return client


def post(client: Client, cast: Cast, body: dict[str, Any], path: str = "tags", key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/v1/projects/{cast.shop.public_id}/{path}", body, content_type="application/json", headers=headers)


class TestOnce:
    def test_the_same_again_is_the_same_deed(self, cast: Cast) -> None:
        olga = signed_in("olga")
        first, second = (post(olga, cast, {"name": "bowls"}, key=KEY) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 201) and first.json() == second.json()
        assert "Idempotent-Replayed" not in first and second["Idempotent-Replayed"] == "true"
        with tenant(cast.shop):
            assert Tag.objects.filter(name="bowls").count() == 1
        assert post(olga, cast, {"name": "bowls"}).status_code >= 400, "the premise: without a key it is refused"

    def test_another_request_does_not_get_its_answer(self, cast: Cast) -> None:
        olga = signed_in("olga")
        post(olga, cast, {"name": "bowls"}, key=KEY)
        for other in (post(olga, cast, {"name": "mugs"}, key=KEY), post(olga, cast, {"name": "bowls"}, "canned-replies", key=KEY)):
            assert (other.status_code, list(other.json()["error"]["fields"])) == (400, ["Idempotency-Key"])
        with tenant(cast.shop):
            assert not Tag.objects.filter(name="mugs").exists()

    def test_somebody_else_s_key_is_another_one(self, cast: Cast) -> None:
        post(signed_in("olga"), cast, {"name": "bowls"}, key=KEY)
        answer = post(signed_in("oscar"), cast, {"name": "mugs"}, key=KEY)
        assert answer.status_code == 201 and answer.json()["name"] == "mugs"

    def test_whose_rights_have_changed_is_not_told_again(self, cast: Cast) -> None:
        olga = signed_in("olga")
        post(olga, cast, {"name": "bowls"}, key=KEY)
        with account(cast.shop.account_id):
            Member.objects.filter(user__email="olga@acme.example").update(role=Role.OPERATOR)
        answer = post(olga, cast, {"name": "bowls"}, key=KEY)
        assert answer.status_code in (400, 403) and "Idempotent-Replayed" not in answer

    def test_an_announced_file_is_not_kept(self, cast: Cast) -> None:
        body = {"client_id": str(uuid.uuid4()), "name": "chairs.txt", "size": 5}
        first, second = (post(signed_in("olga"), cast, body, "files", key=KEY) for _ in range(2))
        assert first.json()["attachment"]["id"] == second.json()["attachment"]["id"]
        with account(cast.shop.account_id):
            assert not Repeatable.objects.exists()

    def test_what_was_refused_may_be_tried_again(self, cast: Cast) -> None:
        olga = signed_in("olga")
        assert post(olga, cast, {"name": ""}, key=KEY).status_code == 400
        assert post(olga, cast, {"name": "bowls"}, key=KEY).status_code == 201

    @pytest.mark.parametrize("key", ["x" * 201, "a\tb"])
    def test_a_key_that_is_none(self, cast: Cast, key: str) -> None:
        assert post(signed_in("olga"), cast, {"name": "bowls"}, key=key).status_code == 400

    def test_a_secret_that_is_shown_once_is_kept_nowhere(self, cast: Cast) -> None:
        answer = signed_in("olga").post(
            "/api/v1/account/api-keys", {"name": "CI"}, content_type="application/json", headers={"Idempotency-Key": KEY}
        )
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["Idempotency-Key"])

    def test_it_is_forgotten_after_a_day_and_with_an_erasure(self, cast: Cast) -> None:
        olga = signed_in("olga")
        post(olga, cast, {"name": "bowls"}, key=KEY)
        with account(cast.shop.account_id):
            Repeatable.objects.update(created_at=timezone.now() - timedelta(hours=25))
        post(olga, cast, {"name": "mugs"}, key=KEY)
        with account(cast.shop.account_id):
            assert dict(Repeatable.objects.get().answer or {})["name"] == "mugs"
        with tenant(cast.shop):
            erasure = request_visitor_erasure(cast.olga, cast.shop, cast.wanda.public_id, at_once=True)
        carry_out_erasure(cast.shop.account_id, erasure.pk)
        with account(cast.shop.account_id):
            assert not Repeatable.objects.exists()
