"""An operator says whether they can answer now."""

from __future__ import annotations

from accounts.models import Member
from chat import people, presence
from chat.actions.set_availability import set_availability
from chat.groups import visitors_present
from tests.cast import Cast
from tests.chat.hearing import hearing


class TestAvailability:
    def test_away_by_choice(self, in_shop: Cast) -> None:
        presence.arrive(in_shop.shop.pk, in_shop.oscar.id, "tab")
        assert people.operators_for_visitors(in_shop.shop)["online"]
        with hearing() as heard:
            set_availability(in_shop.oscar, in_shop.shop, available=False)
        assert not Member.objects.get(pk=in_shop.oscar.id).available
        (push,) = heard.in_group(visitors_present(in_shop.shop.pk))
        assert push == {"type": "presence", "operators": {"online": False, "people": []}}
        (push,) = heard.by_operators(in_shop.shop)
        assert {one["name"]: one["available"] for one in push["operators"]} == dict.fromkeys(["Ada", "Olga", "Oscar", "Vic"], False)

    def test_repeated(self, in_shop: Cast) -> None:
        for _ in range(2):
            set_availability(in_shop.oscar, in_shop.shop, available=False)
        assert not Member.objects.get(pk=in_shop.oscar.id).available

    def test_a_viewer_answers_nobody(self, in_shop: Cast) -> None:
        presence.arrive(in_shop.shop.pk, in_shop.vic.id, "tab")
        assert people.operators_for_visitors(in_shop.shop) == {"online": False, "people": []}

    def test_visitors_learn_three_names_at_most_and_no_more(self, in_shop: Cast) -> None:
        for name in ("olga", "ada", "oscar", "vic"):
            presence.arrive(in_shop.shop.pk, in_shop.members[name].pk, "tab")
        shown = people.operators_for_visitors(in_shop.shop)["people"]
        assert [one["name"] for one in shown] == ["Ada", "Olga", "Oscar"] and set(shown[0]) == {"id", "name", "avatar"}

    def test_who_left_or_is_limited_elsewhere_is_not_there(self, in_shop: Cast) -> None:
        assert {member.name for member in people.operators_of(in_shop.shop)} == {"Ada", "Olga", "Oscar", "Vic"}
        assert {member.name for member in people.operators_of(in_shop.outlet)} >= {"Lena"}
