"""The one table of who may do what, written out: a change of it changes this page too."""

from __future__ import annotations

import pytest

from accounts.actors import Actor, system_actor
from accounts.capabilities import ALLOWED, Capability, may, require
from accounts.errors import Forbidden
from accounts.models import Role
from chat.actions.register_visitor import visitor_actor
from tests.cast import Cast

READ_ONLY = {Capability.READ}
ANSWERS = READ_ONLY | {Capability.SEE_VISITORS, Capability.REPLY, Capability.ASSIGN, Capability.CLOSE, Capability.BAN}
ANSWERS |= {Capability.SEND_ELSEWHERE}
EVERYTHING = set(Capability)
OF_OWNERS = {
    Capability.MANAGE_BILLING,
    Capability.GIVE_GRANTS,
    Capability.REQUIRE_2FA,
    Capability.MANAGE_SIGN_IN,
    Capability.DELETE_ACCOUNT,
}
MANAGES = EVERYTHING - OF_OWNERS
TABLE = {Role.VIEWER: READ_ONLY, Role.OPERATOR: ANSWERS, Role.ADMIN: MANAGES, Role.OWNER: EVERYTHING}


def test_the_table() -> None:
    assert ALLOWED == TABLE


class TestMay:
    @pytest.mark.parametrize(
        ("name", "shop", "outlet", "globex"),
        [
            ("olga", EVERYTHING, EVERYTHING, set()),
            ("ada", MANAGES, MANAGES, set()),
            ("oscar", ANSWERS, ANSWERS, set()),
            ("vic", READ_ONLY, READ_ONLY, set()),
            ("lena", set(), ANSWERS, set()),
            ("gus", set(), set(), EVERYTHING),
        ],
    )
    def test_in_each_project(self, cast: Cast, name: str, shop: set[Capability], outlet: set[Capability], globex: set[Capability]) -> None:
        actor = getattr(cast, name)
        for project, wanted in ((cast.shop, shop), (cast.outlet, outlet), (cast.globex, globex)):
            assert {one for one in Capability if may(actor, one, project)} == wanted

    def test_a_visitor_may_nothing_of_it(self, cast: Cast) -> None:
        vera = visitor_actor(cast.shop, cast.vera)
        assert not any(may(vera, one, cast.shop) or may(vera, one) for one in Capability)

    def test_a_key_without_a_member_may_nothing_yet(self, cast: Cast) -> None:
        bot = Actor("api_key", 0, "key", "Key", cast.shop.account_id)
        assert bot.author_kind == "bot" and not any(may(bot, one, cast.shop) for one in Capability)

    def test_parley_itself_only_in_its_account(self, cast: Cast) -> None:
        assert may(system_actor(cast.shop.account_id), Capability.CLOSE, cast.shop)
        assert not may(system_actor(cast.globex.account_id), Capability.CLOSE, cast.shop)

    def test_require_says_forbidden(self, cast: Cast) -> None:
        require(cast.oscar, Capability.REPLY, cast.shop)
        with pytest.raises(Forbidden):
            require(cast.oscar, Capability.EDIT_PROJECT, cast.shop)
