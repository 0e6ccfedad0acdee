"""Changing and removing members: rights given are rights held, the last owner stays, and what ends, ends at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accounts.access import actor_by_key, actors_of
from accounts.actions.change_member import change_member
from accounts.actions.invite_member import invite_member
from accounts.actions.issue_api_key import issue_personal_key
from accounts.actions.remove_member import remove_member
from accounts.errors import Conflict, Forbidden, Invalid, NotFound, SignInAgain
from accounts.models import AuditRecord, Invitation, Member, Revocation, Role
from accounts.tenancy import account
from tests.cast import Cast


@pytest.fixture
def acme(cast: Cast) -> Iterator[Cast]:
    """The cast, with Acme as the open account."""
    with account(cast.shop.account_id):
        yield cast


def revoked(member: Member) -> int:
    return Revocation.objects.filter(subject=f"member:{member.pk}").count()


class TestChange:
    def test_a_role_with_its_record_and_its_revocation(self, acme: Cast) -> None:
        change_member(acme.ada, acme.members["oscar"], role="viewer")
        (actor,) = actors_of(acme.users["oscar"])
        assert actor.role == Role.VIEWER and revoked(acme.members["oscar"]) == 1
        record = AuditRecord.objects.get(action="member.changed")
        assert (record.data["before"]["role"], record.data["after"]["role"]) == ("operator", "viewer")

    def test_nothing_new_ends_nothing(self, acme: Cast) -> None:
        change_member(acme.ada, acme.members["oscar"], role="operator", projects=None)
        assert revoked(acme.members["oscar"]) == 0

    def test_projects_and_back_to_all(self, acme: Cast) -> None:
        oscar = acme.members["oscar"]
        change_member(acme.ada, oscar, projects=[str(acme.shop.public_id)])
        assert actors_of(acme.users["oscar"])[0].projects == frozenset({acme.shop.pk})
        change_member(acme.ada, oscar, projects=None)
        assert actors_of(acme.users["oscar"])[0].projects is None and revoked(oscar) == 2

    def test_an_admin_has_all_projects(self, acme: Cast) -> None:
        change_member(acme.olga, acme.members["lena"], role="admin")
        assert actors_of(acme.users["lena"])[0].projects is None
        with pytest.raises(Invalid):
            change_member(acme.olga, acme.members["lena"], projects=[str(acme.shop.public_id)])

    @pytest.mark.parametrize("field", ["name", "active", "user", "account_id", "public_id", "limited", "actor"])
    def test_no_other_field(self, acme: Cast, field: str) -> None:
        """AUZ4."""
        with pytest.raises(Invalid) as refusal:
            change_member(acme.olga, acme.members["oscar"], **{field: "x"})
        assert set(refusal.value.fields) == {field}

    @pytest.mark.parametrize("name", ["oscar", "vic", "lena"])
    def test_wrong_role(self, acme: Cast, name: str) -> None:
        for act in (lambda: change_member(getattr(acme, name), acme.members["ada"], role="viewer"),):
            with pytest.raises(Forbidden):
                act()

    def test_an_admin_touches_no_owner_and_makes_none(self, acme: Cast) -> None:
        for target, role in (("olga", "viewer"), ("ada", "owner"), ("oscar", "owner")):
            with pytest.raises(Forbidden):
                change_member(acme.ada, acme.members[target], role=role)

    def test_a_demoted_inviter_has_nothing_to_offer(self, acme: Cast) -> None:
        invite_member(acme.ada, email="nora@nook.example", role="admin")
        change_member(acme.olga, acme.members["ada"], role="operator")
        assert Invitation.objects.get().revoked_at is not None


class TestTheLastOwner:
    def test_stays(self, acme: Cast) -> None:
        olga = acme.members["olga"]
        with pytest.raises(Conflict):
            change_member(acme.olga, olga, role="admin")
        with pytest.raises(Conflict):
            remove_member(acme.olga, olga)
        change_member(acme.olga, acme.members["ada"], role="owner")
        remove_member(acme.olga, olga)
        assert actors_of(acme.users["olga"]) == []

    def test_a_right_that_has_just_ended_does_nothing(self, acme: Cast) -> None:
        """Ada's actor is as old as her request: by then she is no admin any more."""
        change_member(acme.olga, acme.members["ada"], role="viewer")
        with pytest.raises(Forbidden):
            change_member(acme.ada, acme.members["oscar"], role="viewer")


class TestRemove:
    def test_everything_of_theirs_ends(self, acme: Cast) -> None:
        key = issue_personal_key(acme.oscar, name="script")
        remove_member(acme.ada, acme.members["oscar"])
        assert actors_of(acme.users["oscar"]) == [] and revoked(acme.members["oscar"]) == 1
        Member.objects.filter(pk=acme.oscar.id).update(active=True)
        with pytest.raises(SignInAgain):
            actor_by_key(key)  # who comes back finds no old key at work
        assert AuditRecord.objects.filter(action="member.removed").count() == 1

    def test_twice(self, acme: Cast) -> None:
        remove_member(acme.ada, acme.members["oscar"])
        with pytest.raises(NotFound):
            remove_member(acme.ada, acme.members["oscar"])

    @pytest.mark.parametrize("name", ["oscar", "vic", "lena"])
    def test_everybody_may_leave_and_nobody_else_removes(self, acme: Cast, name: str) -> None:
        with pytest.raises(Forbidden):
            remove_member(getattr(acme, name), acme.members["ada"])
        remove_member(getattr(acme, name), acme.members[name])
        assert AuditRecord.objects.filter(action="member.left", actor_id=getattr(acme, name).ref).count() == 1

    def test_not_with_a_key_that_manages_nobody(self, acme: Cast) -> None:
        with pytest.raises(Forbidden):
            remove_member(actor_by_key(issue_personal_key(acme.oscar, name="script")), acme.members["oscar"])
