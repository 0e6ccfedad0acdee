"""From an id to an object: foreign and absent are the same (TEN7), and keys end when their member does."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import (
    account_of,
    actor_by_key,
    actors_of,
    hash_of_key,
    member_for,
    memberships_of,
    project_by_key,
    project_for,
    projects_of,
)
from accounts.actions.issue_api_key import issue_personal_key
from accounts.actors import Actor
from accounts.errors import NotFound, SignInAgain
from accounts.models import ApiKey, Member
from accounts.tenancy import account, tenant
from tests.cast import Cast


def refusal_of(actors: list[Actor], public_id: object) -> tuple[str, str, int]:
    with pytest.raises(NotFound) as refusal:
        project_for(actors, public_id)
    return refusal.value.code, refusal.value.detail, refusal.value.status


class TestProjects:
    def test_mine(self, cast: Cast) -> None:
        assert projects_of(cast.olga) == [cast.outlet, cast.shop]
        assert projects_of(cast.lena) == [cast.outlet]
        assert projects_of(cast.gus) == [cast.globex]
        assert project_for([cast.gus, cast.olga], str(cast.shop.public_id)) == (cast.olga, cast.shop)

    @pytest.mark.parametrize("name", ["gus", "lena"])
    def test_foreign_absent_and_garbled_are_one(self, cast: Cast, name: str) -> None:
        actors = [getattr(cast, name)]
        answers = {refusal_of(actors, wanted) for wanted in (cast.shop.public_id, uuid.uuid4(), "x", None, 7, "a\x00", cast.shop.pk)}
        assert len(answers) == 1 and refusal_of([], cast.shop.public_id) in answers

    def test_nobody_knows_a_key_that_is_none(self, cast: Cast) -> None:
        assert project_by_key(cast.shop.key) == cast.shop
        assert project_by_key("nope") is None and project_by_key("") is None and project_by_key(cast.shop.key.upper()) is None


class TestMembers:
    def test_an_actor_an_account(self, cast: Cast) -> None:
        (oscar,) = actors_of(cast.users["oscar"], session_key="abc")
        assert oscar.subjects == {
            f"member:{oscar.id}",
            f"account:{oscar.account_id}",
            *[one for one in oscar.subjects if one.startswith("session:")],
        }
        assert "abc" not in str(oscar.subjects) and account_of(oscar).pk == cast.shop.account_id

    def test_who_left_is_nobody(self, cast: Cast) -> None:
        assert actors_of(cast.users["emil"]) == [] and memberships_of(cast.users["emil"]) == []

    def test_who_may_be_assigned(self, cast: Cast) -> None:
        with tenant(cast.shop):
            assert member_for(cast.shop, cast.members["oscar"].public_id) == cast.members["oscar"]
            for nobody in ("gus", "emil", "lena"):
                with pytest.raises(NotFound):
                    member_for(cast.shop, cast.members[nobody].public_id)
        with tenant(cast.outlet):
            assert member_for(cast.outlet, cast.members["lena"].public_id) == cast.members["lena"]


class TestKeys:
    def test_a_personal_key_is_its_member_and_is_stored_as_a_hash(self, cast: Cast) -> None:
        key = issue_personal_key(cast.oscar, name="script")
        actor = actor_by_key(key)
        assert (actor.kind, actor.id, actor.author_kind, actor.role) == ("api_key", cast.oscar.id, "operator", cast.oscar.role)
        with account(cast.oscar.account_id):
            stored = ApiKey.objects.get()
            assert bytes(stored.hash) == hash_of_key(key) and stored.prefix == key[:8] and key.startswith("pk_") and len(key) > 40
        assert f"key:{stored.pk}" in actor.subjects and f"member:{cast.oscar.id}" in actor.subjects

    def test_a_limited_members_key_is_limited(self, cast: Cast) -> None:
        actor = actor_by_key(issue_personal_key(cast.lena, name="script"))
        assert actor.projects == frozenset({cast.outlet.pk})

    def test_a_key_of_one_project_reaches_no_other(self, cast: Cast) -> None:
        for issuer, wanted in ((cast.oscar, {cast.shop.pk}), (cast.lena, set())):
            key = issue_personal_key(issuer, name="script")
            with account(issuer.account_id):
                ApiKey.objects.filter(hash=hash_of_key(key)).update(project_id=cast.shop.pk)
            assert actor_by_key(key).projects == frozenset(wanted)

    @pytest.mark.parametrize("end", ["revoked", "expired", "left"])
    def test_an_ended_key(self, cast: Cast, end: str) -> None:
        key = issue_personal_key(cast.oscar, name="script")
        with account(cast.oscar.account_id):
            if end == "left":
                Member.objects.filter(pk=cast.oscar.id).update(active=False)
            else:
                moment = {"revoked": "revoked_at", "expired": "expires_at"}[end]
                ApiKey.objects.update(**{moment: timezone.now() - timedelta(seconds=1)})
        with pytest.raises(SignInAgain) as ended:
            actor_by_key(key)
        with pytest.raises(SignInAgain) as absent:
            actor_by_key("pk_nothing")
        assert ended.value.detail == absent.value.detail
