"""API keys: what they may, where, how long, when they were used, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import actor_by_key, actors_of, hash_of_key, key_for, keys_for, project_for, projects_of
from accounts.actions.issue_api_key import issue_api_key, issue_personal_key
from accounts.actions.revoke_api_key import revoke_api_key
from accounts.actions.suspend_account import resume_account, suspend_account
from accounts.capabilities import Capability, held_by, may
from accounts.errors import Forbidden, Invalid, NotFound, SignInAgain
from accounts.models import ApiKey, AuditRecord, Revocation
from accounts.tenancy import account
from tests.cast import Cast


@pytest.fixture
def acme(cast: Cast) -> Iterator[Cast]:
    """The cast, with Acme as the open account."""
    with account(cast.shop.account_id):
        yield cast


class TestIssue:
    def test_a_service_key_is_the_accounts_bot(self, acme: Cast) -> None:
        made, key = issue_api_key(acme.ada, name=" Importer ", scopes=["reply", "read"], service=True)
        actor = actor_by_key(key)
        assert (actor.author_kind, actor.id, actor.role, actor.name) == ("bot", 0, None, "Importer")
        assert held_by(actor) == {Capability.READ, Capability.REPLY} and made.scopes == ["read", "reply"]
        assert bytes(made.hash) == hash_of_key(key) and key.startswith("sk_") and made.prefix == key[:8]
        assert AuditRecord.objects.filter(action="key.issued", target_id=str(made.public_id)).count() == 1

    def test_a_personal_key_is_its_member_within_its_scopes(self, acme: Cast) -> None:
        _, key = issue_api_key(acme.oscar, name="Reader", scopes=["read"], project=acme.shop)
        actor = actor_by_key(key)
        assert held_by(actor) == {Capability.READ} and projects_of(actor) == [acme.shop]
        assert not may(actor, Capability.REPLY, acme.shop) and not may(actor, Capability.READ, acme.outlet)

    def test_without_the_scope_to_read_there_is_no_project(self, acme: Cast) -> None:
        actor = actor_by_key(issue_api_key(acme.ada, name="People", scopes=["members"])[1])
        assert projects_of(actor) == [] and may(actor, Capability.MANAGE_MEMBERS)
        with pytest.raises(NotFound):
            project_for([actor], acme.shop.public_id)

    def test_a_key_of_one_project_changes_nothing_of_the_account(self, acme: Cast) -> None:
        actor = actor_by_key(issue_api_key(acme.ada, name="Shop", scopes=["settings", "members"], project=acme.shop)[1])
        assert may(actor, Capability.EDIT_PROJECT, acme.shop) and not may(actor, Capability.EDIT_PROJECT, acme.outlet)
        assert not may(actor, Capability.MANAGE_MEMBERS) and not may(actor, Capability.ADD_PROJECT)

    def test_who_may_not(self, acme: Cast) -> None:
        script = actor_by_key(issue_personal_key(acme.olga, name="script"))
        for actor, wish in (
            (acme.oscar, {"scopes": ["read"], "service": True}),
            (acme.vic, {"scopes": ["reply"]}),
            (acme.lena, {"scopes": ["read"], "project": acme.shop}),
            (script, {"scopes": ["read"]}),
        ):
            with pytest.raises(Forbidden):
                issue_api_key(actor, name="script", **wish)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", 7),
            ("name", "x" * 121),
            ("scopes", []),
            ("scopes", ["everything"]),
            ("scopes", "read"),
            ("scopes", [["read"]]),
            ("expires_at", timezone.now() - timedelta(days=1)),
            ("expires_at", timezone.now() + timedelta(days=4000)),
        ],
    )
    def test_what_cannot_be(self, acme: Cast, field: str, value: object) -> None:
        with pytest.raises(Invalid) as refusal:
            issue_api_key(acme.ada, **{"name": "script", "scopes": ["read"], field: value})  # type: ignore[arg-type]
        assert set(refusal.value.fields) == {field}

    def test_a_service_key_manages_no_members(self, acme: Cast) -> None:
        with pytest.raises(Invalid):
            issue_api_key(acme.olga, name="script", scopes=["members"], service=True)


class TestUse:
    def test_when_is_written_at_most_once_a_minute(self, acme: Cast) -> None:
        key = issue_personal_key(acme.oscar, name="script")
        assert ApiKey.objects.get().last_used_at is None
        actor_by_key(key)
        first = ApiKey.objects.get().last_used_at
        actor_by_key(key)
        assert first is not None and ApiKey.objects.get().last_used_at == first
        ApiKey.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
        actor_by_key(key)
        again = ApiKey.objects.get().last_used_at
        assert again is not None and again >= first

    def test_the_end_is_known_to_its_sockets(self, acme: Cast) -> None:
        until = timezone.now() + timedelta(hours=1)
        _, key = issue_api_key(acme.oscar, name="script", scopes=["read"], expires_at=until)
        assert actor_by_key(key).ends_at == until


class TestRevoke:
    def test_it_ends_once(self, acme: Cast) -> None:
        made, key = issue_api_key(acme.oscar, name="script", scopes=["read"])
        for _ in range(2):
            revoke_api_key(acme.oscar, made)
        with pytest.raises(SignInAgain):
            actor_by_key(key)
        assert Revocation.objects.filter(subject=f"key:{made.pk}").count() == 1
        assert AuditRecord.objects.filter(action="key.revoked").count() == 1

    def test_ones_own_or_as_a_manager(self, acme: Cast) -> None:
        made, key = issue_api_key(acme.oscar, name="script", scopes=["read"])
        script = actor_by_key(key)
        for nobody in (acme.vic, acme.lena):
            assert list(keys_for(nobody)) == []
            with pytest.raises(NotFound):
                key_for(nobody, made.public_id)
            with pytest.raises(Forbidden):
                revoke_api_key(nobody, made)
        for act in (lambda: keys_for(script), lambda: revoke_api_key(script, made)):
            with pytest.raises(Forbidden):
                act()
        revoke_api_key(acme.ada, key_for(acme.ada, made.public_id))


class TestASuspendedAccount:
    def test_nobody_acts_until_it_is_open_again(self, cast: Cast) -> None:
        key = issue_personal_key(cast.oscar, name="script")
        suspend_account(cast.shop.account_id, reason="spam")
        assert actors_of(cast.users["olga"]) == [] and len(actors_of(cast.users["gus"])) == 1
        with pytest.raises(SignInAgain):
            actor_by_key(key)
        resume_account(cast.shop.account_id, reason="talked")
        assert actor_by_key(key).id == cast.oscar.id
        with account(cast.shop.account_id):
            assert list(AuditRecord.objects.order_by("-id").values_list("action", flat=True)[:2]) == [
                "account.resumed",
                "account.suspended",
            ]
