"""Automatic messages: what may be kept, what travels to visitors, and what is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.access import account_of
from accounts.actions.add_project import add_project
from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.models import AuditRecord
from accounts.tenancy import tenant
from tests.cast import Cast
from tests.hostile import PAYLOADS
from widget.rules.access import rule_for
from widget.rules.actions.add_first_rule import add_first_rule
from widget.rules.actions.add_rule import add_rule
from widget.rules.actions.edit_rule import edit_rule
from widget.rules.actions.move_rule import move_rule
from widget.rules.actions.remove_rule import remove_rule
from widget.rules.actions.set_manners import set_manners
from widget.rules.carrying import CARRIED_AT_MOST, carried_rules, weight_of
from widget.rules.conditions import clean_conditions
from widget.rules.drafts import RULES_AT_MOST
from widget.rules.models import Rule
from widget.rules.queries import rules_in_order
from widget.rules.words import said

DRAFT: dict[str, Any] = {"name": "Choosing a set?", "text": "Tell me how many you are.", "answers": ["We are 2", "More"], "tag": "pre-sale"}


def condition(fact: str, value: Any = None, how: str | None = None) -> dict[str, Any]:
    return {"fact": fact, "value": value, **({} if how is None else {"how": how})}


class TestConditions:
    @pytest.mark.parametrize(
        ("raw", "kept", "words"),
        [
            (condition("page", "/dinner-sets/**"), "/dinner-sets/*", "on /dinner-sets/*"),
            (condition("page", "https://shop.example/a", "not"), "shop.example/a", "not on shop.example/a"),
            (condition("page", "HTTPS://*.shop.example/[a"), "*.shop.example/[a", "on *.shop.example/[a"),
            (condition("page", "localhost:8000"), "localhost:8000", None),
            (condition("page", "/" + "(a+)+$" * 20), "/" + "(a+)+$" * 20, None),
            (condition("seconds", "40"), 40, "reads for 40 s"),
            (condition("exit", "anything"), None, "is about to leave"),
            (condition("visits", 1, "most"), 1, "visit 1 or earlier"),
            (
                condition("dates", {"from": "2027-10-01", "to": "2027-10-20"}),
                {"from": "2027-10-01", "to": "2027-10-20"},
                "1 October to 20 October",
            ),
            (condition("dates", {"to": "2027-10-20"}), {"from": "", "to": "2027-10-20"}, "until 20 October"),
            (
                condition("hours", {"from": "22:00", "to": "06:00"}, "weekend"),
                {"from": "22:00", "to": "06:00"},
                "22:00 to 06:00, at the weekend",
            ),
            (condition("country", "DE, at,DE"), ["de", "at"], "in de, at"),
            (condition("language", ["pt-BR"]), ["pt-br"], "reads pt-br"),
            (condition("device", "phone"), "phone", "on a phone"),
            (condition("team", "away"), "away", "nobody is here"),
            (condition("attribute", {"name": "basket", "value": 0}), {"name": "basket", "value": "0"}, "basket is 0"),
            (condition("event", "{value} {name}"), "{value} {name}", "after “{value} {name}”"),
        ],
    )
    def test_what_is_kept(self, raw: dict[str, Any], kept: Any, words: str | None) -> None:
        (clean,) = clean_conditions([raw])
        assert clean["value"] == kept
        assert words is None or said(clean) == words

    @pytest.mark.parametrize(
        "raw",
        [
            condition("moon", "full"),
            condition("page", "/a", "like"),
            condition("page", ""),
            condition("page", 7),
            condition("page", "/a b"),
            condition("page", "/" + "a" * 200),
            condition("page", "https://"),
            condition("page", "dinner-sets/*"),
            condition("page", "/basket#top"),
            condition("referrer", "search"),
            condition("page", "http:///basket"),
            condition("page", "*a" * 9),
            condition("page", "\ud800"),
            condition("page", "a\x00"),
            condition("seconds", 0),
            condition("seconds", 3601),
            condition("seconds", True),
            condition("seconds", "٤٠"),
            condition("seconds", 1.5),
            condition("scroll", 101),
            condition("unanswered", -1),
            condition("visits", "1e3"),
            condition("event", "x" * 61),
            condition("dates", {}),
            condition("dates", {"from": "2027-02-30"}),
            condition("dates", {"from": "2027-03-02", "to": "2027-03-01"}),
            condition("dates", "2027-03-01"),
            condition("hours", {"from": "09:00"}),
            condition("hours", {"from": "24:00", "to": "25:00"}),
            condition("hours", {"from": "09:00", "to": "09:00"}),
            condition("country", []),
            condition("country", "d3"),
            condition("language", ["x" * 40]),
            condition("language", ["de"] * 21),
            condition("device", "fridge"),
            condition("team", None),
            condition("attribute", {"name": "", "value": "x"}),
            condition("attribute", {"name": "x", "value": "y", "more": 1}),
            {"fact": ["page"]},
            {"fact": None},
            "page",
            None,
            {"more": 1},
        ],
    )
    def test_what_cannot_be(self, raw: Any) -> None:
        with pytest.raises(Invalid) as refused:
            clean_conditions([condition("page", "/"), raw])
        assert list(refused.value.fields) == ["conditions.1"]

    def test_no_more_than_ten(self) -> None:
        with pytest.raises(Invalid):
            clean_conditions([condition("page", "/")] * 11)


class TestKeeping:
    def test_added_changed_turned_off_removed(self, in_shop: Cast) -> None:
        rule = add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "conditions": [condition("page", "/sets/*")]})
        assert (rule.place, rule.active, rule.off_since) == (1, True, None)
        changed = edit_rule(in_shop.ada, in_shop.shop, rule, {"active": False, "text": "Any questions?"})
        assert changed.text == "Any questions?" and changed.off_since is not None and changed.edited_by == "Ada"
        assert edit_rule(in_shop.ada, in_shop.shop, rule, {"active": True}).off_since is None
        remove_rule(in_shop.olga, in_shop.shop, rule)
        with pytest.raises(NotFound):
            rule_for(in_shop.olga, in_shop.shop, rule.public_id)
        acts = AuditRecord.objects.filter(action__startswith="rule.").order_by("id").values_list("action", flat=True)
        assert list(acts) == ["rule.added", "rule.edited", "rule.edited", "rule.removed"]

    def test_moved(self, in_shop: Cast) -> None:
        rules = [add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "name": name}) for name in "abc"]
        for to, order in ((1, "cab"), (99, "abc"), (2, "acb")):
            move_rule(in_shop.olga, in_shop.shop, rules[2], to=to)
            assert "".join(rule.name for rule in rules_in_order()) == order
        for wrong in (0, "1", True, None, 10**9):
            with pytest.raises(Invalid):
                move_rule(in_shop.olga, in_shop.shop, rules[0], to=wrong)

    @pytest.mark.parametrize("name", ["oscar", "vic", "gus", "lena"])
    def test_who_may_not(self, in_shop: Cast, name: str) -> None:
        actor, rule = getattr(in_shop, name), add_rule(in_shop.olga, in_shop.shop, DRAFT)
        for attempt in (
            lambda: add_rule(actor, in_shop.shop, DRAFT),
            lambda: edit_rule(actor, in_shop.shop, rule, {"active": False}),
            lambda: move_rule(actor, in_shop.shop, rule, to=1),
            lambda: remove_rule(actor, in_shop.shop, rule),
            lambda: set_manners(actor, in_shop.shop, a_visit=1, a_week=1, zone="UTC"),
        ):
            with pytest.raises(Forbidden):
                attempt()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "x" * 81),
            ("name", 7),
            ("text", " "),
            ("text", "x" * 281),
            ("text", "\ud800"),
            ("text", None),
            ("answers", ["a"] * 5),
            ("answers", [""]),
            ("answers", "a"),
            ("answers", ["x" * 41]),
            ("sender", "ines"),
            ("often", 1),
            ("asks", ["consent"]),
            ("asks", "email"),
            ("tag", "x" * 61),
            ("tag", None),
            ("active", "yes"),
            ("translations", {"x": "y"}),
            ("translations", {"de": "x" * 281}),
            ("translations", []),
            ("conditions", {}),
            ("place", 1),
            ("project", 2),
            ("edited_by", "me"),
        ],
    )
    def test_what_cannot_be(self, in_shop: Cast, field: str, value: Any) -> None:
        with pytest.raises(Invalid) as refused:
            add_rule(in_shop.olga, in_shop.shop, {**DRAFT, field: value})
        assert list(refused.value.fields) == [field]

    def test_no_more_than_pages_can_carry(self, in_shop: Cast) -> None:
        # Nothing in them repeats, so that nothing of it packs.
        words = [f"{place * 7919 % 1000003:x}" for place in range(1, 4000)]
        texts = [" ".join(words[at : at + 50])[:280] for at in range(0, 4000, 50)]

        def add_all() -> None:
            for text in texts:
                add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "text": text})

        with pytest.raises(Conflict):
            add_all()
        # Those that are off take no room: more of them may be kept.
        for _ in range(RULES_AT_MOST - Rule.objects.count()):
            add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "active": False})
        with pytest.raises(Conflict, match="at most"):
            add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "active": False})
        assert Rule.objects.count() == RULES_AT_MOST
        assert weight_of(Rule.objects.filter(active=True)) <= CARRIED_AT_MOST

    def test_manners(self, in_shop: Cast) -> None:
        assert set_manners(in_shop.olga, in_shop.shop, a_visit=2, a_week=5, zone="Europe/Lisbon").a_week == 5
        for wrong in ({"a_visit": 0}, {"a_visit": "1"}, {"a_week": 21}, {"zone": "../etc/passwd"}, {"zone": None}):
            with pytest.raises(Invalid) as refused:
                set_manners(in_shop.olga, in_shop.shop, **{"a_visit": 1, "a_week": 3, "zone": "UTC", **wrong})
            assert list(refused.value.fields) == list(wrong)


def configuration(cast: Cast) -> dict[str, Any]:
    found: dict[str, Any] = Client().get(f"/w/{cast.shop.key}.json").json()
    return found


class TestOnTheirWay:
    def test_only_what_is_on_travels_and_nothing_private(self, in_shop: Cast) -> None:
        today = timezone.now().date()
        over = condition("dates", {"to": (today - timedelta(days=2)).isoformat()})
        add_rule(
            in_shop.olga,
            in_shop.shop,
            {**DRAFT, "name": "secret name", "conditions": [condition("page", "/"), condition("tag", "difficult")]},
        )
        add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "name": "off", "text": "off", "active": False})
        add_rule(in_shop.olga, in_shop.shop, {**DRAFT, "name": "over", "text": "over", "conditions": [over]})
        carried = configuration(in_shop)["rules"]
        (rule,) = carried["list"]
        assert (rule["text"], rule["answers"], rule["c"], rule["p"]) == (DRAFT["text"], DRAFT["answers"], [["page", "is", "/"]], True)
        assert (carried["a_visit"], carried["a_week"], carried["zone"]) == (1, 3, "UTC")
        assert not {"secret name", "difficult", "pre-sale"} & set(json.dumps(carried).replace('"', " ").split())

    def test_without_any_there_is_nothing_of_them(self, in_shop: Cast) -> None:
        assert "rules" not in configuration(in_shop)
        rule = add_rule(in_shop.olga, in_shop.shop, DRAFT)
        assert carried_rules(in_shop.shop) is not None
        edit_rule(in_shop.olga, in_shop.shop, rule, {"active": False})
        assert "rules" not in configuration(in_shop)

    def test_hostile_words_stay_inside_their_string(self, in_shop: Cast) -> None:
        words = [words for words in PAYLOADS if words.strip() and len(words) <= 40][:12]
        for one in words:
            add_rule(in_shop.olga, in_shop.shop, {"name": one, "text": one, "answers": [one], "tag": one, "translations": {"de": one}})
        body = Client().get(f"/w/{in_shop.shop.key}.js").content.decode()
        sent = json.loads(body[body.rindex('({"key"') + 1 :].strip().removesuffix(");"))
        assert [rule["text"] for rule in sent["rules"]["list"]] == [rule.text for rule in rules_in_order()]
        assert "\u2028" not in body and len(words) == 12


class TestTheFirst:
    def test_each_new_project_greets_its_visitors(self, cast: Cast) -> None:
        callbacks: list[Any] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(transaction, "on_commit", callbacks.append)
            made = add_project(cast.olga, account_of(cast.olga), name="Another", website="another.example")
        for callback in callbacks:
            callback()
            callback()  # twice is fine
        with tenant(made):
            (rule,) = Rule.objects.all()
            carried = carried_rules(made)
        assert rule.active and carried is not None
        assert {each[0] for each in carried["list"][0]["c"]} == {"visits", "seconds", "team"}

    def test_it_comes_to_none_that_has_one(self, in_shop: Cast) -> None:
        add_rule(in_shop.olga, in_shop.shop, DRAFT)
        add_first_rule(in_shop.shop.account_id, in_shop.shop.pk)
        assert Rule.objects.count() == 1
