"""AUZ5: whatever is given, by an invitation, a change of role or a key, is no more than the giver holds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.access import actor_by_key, actors_of
from accounts.actions.change_member import change_member
from accounts.actions.invite_member import invite_member
from accounts.actions.issue_api_key import issue_api_key
from accounts.actors import Actor
from accounts.capabilities import ALLOWED, SCOPES, held_by
from accounts.errors import Refused
from accounts.models import Member, Role
from accounts.tenancy import account
from tests.cast import Cast

ROLES = st.sampled_from(list(Role))
GIVERS = st.sampled_from(["olga", "ada", "oscar", "vic", "lena"])
SCOPE_SETS = st.sets(st.sampled_from(list(SCOPES)), min_size=1).map(sorted)
KEYS = st.none() | SCOPE_SETS
# The cast is rolled back after each test, not after each example: roles that one changed are the next one's beginning.
often = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])


def now(cast: Cast, name: str, scopes: list[str] | None) -> Actor | None:
    """Somebody with what they hold at this moment, perhaps through a key."""
    actors = actors_of(cast.users[name])
    if not actors:
        return None
    return actors[0] if scopes is None else replace(actors[0], kind="api_key", scopes=frozenset(scopes))


class TestGiving:
    @often
    @given(GIVERS, KEYS, st.sampled_from(["olga", "ada", "oscar", "vic", "lena"]), ROLES)
    def test_a_role(self, cast: Cast, giver: str, scopes: list[str] | None, target: str, role: Role) -> None:
        actor = now(cast, giver, scopes)
        assert actor is not None
        with account(cast.shop.account_id):
            before = Member.objects.get(pk=cast.members[target].pk)
            try:
                change_member(actor, before, role=role.value)
            except Refused:
                after = Member.objects.get(pk=before.pk)
                assert (after.role, after.limited) == (before.role, before.limited)
            else:
                assert actor.role is not None
                assert ALLOWED[role] <= ALLOWED[actor.role] and ALLOWED[Role(before.role)] <= ALLOWED[actor.role]
                assert not (actor.role == Role.ADMIN and Role.OWNER in (role, before.role))
            assert Member.objects.filter(role=Role.OWNER, active=True).exists()

    @often
    @given(GIVERS, KEYS, ROLES)
    def test_an_invitation(self, cast: Cast, giver: str, scopes: list[str] | None, role: Role) -> None:
        actor = now(cast, giver, scopes)
        assert actor is not None
        with account(cast.shop.account_id):
            try:
                invite_member(actor, email="nora@nook.example", role=role.value)
            except Refused:
                return
        assert actor.role in (Role.OWNER, Role.ADMIN) and ALLOWED[role] <= ALLOWED[actor.role]

    @often
    @given(GIVERS, KEYS, SCOPE_SETS, st.booleans(), st.booleans())
    def test_a_key(self, cast: Cast, giver: str, scopes: list[str] | None, wanted: list[str], service: bool, shop: bool) -> None:
        actor = now(cast, giver, scopes)
        assert actor is not None
        project = cast.shop if shop else None
        with account(cast.shop.account_id):
            try:
                _made, key = issue_api_key(actor, name="script", scopes=wanted, service=service, project=project)
            except Refused:
                return
            made = actor_by_key(key)
        assert scopes is None, "a key made a key"
        assert held_by(made) <= held_by(actor)
        assert all(actor.may_enter(one.pk) for one in (cast.shop, cast.outlet) if made.may_enter(one.pk))
